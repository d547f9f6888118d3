"""What a `$ref` names: a file of the snapshot and a pointer in it; everything else is refused."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from deploycheck.documents.document import pointer_steps

Steps = tuple[str, ...]

REMOTE = "it points to another host, and nothing is fetched"
ESCAPES = "it leaves the repository"


@dataclass(frozen=True, slots=True)
class Target:
    """A place that a reference names: a path from the snapshot's root, and the steps in that file."""

    path: str
    steps: Steps


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reference that is not followed; `steps` is where it stands, `reason` a sentence part."""

    text: str
    steps: tuple[str | int, ...]
    reason: str


def target(text: str, path: str) -> Target | str:
    """Give what the reference `text` in the file `path` names, or the reason why it is not followed."""
    file, _, fragment = text.partition("#")
    if not file:
        return Target(path, _steps(fragment))
    if "://" in file or file.startswith(("//", "file:", "urn:", "data:")):
        return REMOTE
    if file.startswith("/") or "\\" in file:
        return ESCAPES
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(file)))
    if joined == ".." or joined.startswith("../"):
        return ESCAPES
    return Target(joined, _steps(fragment))


def _steps(fragment: str) -> Steps:
    return pointer_steps(unquote(fragment)) if fragment.startswith("/") else ((fragment,) if fragment else ())


def collect(value: Any, path: str) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:  # noqa: ANN401  any document
    """Give the other files that a document refers to, sorted, and the references that are refused."""
    files: set[str] = set()
    refused: list[Refusal] = []
    for text, steps in references(value):
        named = target(text, path)
        if isinstance(named, str):
            refused.append(Refusal(text, steps, named))
        elif named.path != path:
            files.add(named.path)
    return tuple(sorted(files)), tuple(refused)


def references(value: Any) -> Iterator[tuple[str, tuple[str | int, ...]]]:  # noqa: ANN401  any document
    """Find every `$ref` with its place, iteratively; examples are data and hold none."""
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(value, ())]
    seen: set[int] = set()
    while stack:
        part, steps = stack.pop()
        if isinstance(part, dict):
            if id(part) in seen:
                continue
            seen.add(id(part))
            text = part.get("$ref")
            if isinstance(text, str):
                yield text, (*steps, "$ref")
            stack.extend((child, (*steps, key)) for key, child in part.items() if _may_refer(key, child))
        elif isinstance(part, list):
            stack.extend((child, (*steps, index)) for index, child in enumerate(part) if isinstance(child, dict | list))


def _may_refer(key: str, child: Any) -> bool:  # noqa: ANN401  any document
    return isinstance(child, dict | list) and key not in ("example", "enum", "const", "default")
