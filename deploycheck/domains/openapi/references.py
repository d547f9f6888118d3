"""What a `$ref` names: a file of the snapshot and a pointer in it; everything else is refused."""

import json
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType
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


def collect(
    value: Any,  # noqa: ANN401  any document
    path: str,
    known: Callable[[str, "Trail"], bool] = lambda _text, _trail: False,
) -> tuple[tuple[str, ...], tuple[Refusal, ...]]:
    """Give the other files that a document refers to, sorted, and the references that are refused.

    `known` says of a reference that it means something in the document itself, by a name.
    """
    files: set[str] = set()
    refused: list[Refusal] = []
    for text, trail in references(value):
        if text.startswith("#") or known(text, trail):
            continue
        place = target(text, path)
        if isinstance(place, str):
            refused.append(Refusal(text, along(trail), place))
        elif place.path != path:
            files.add(place.path)
    return tuple(sorted(files)), tuple(refused)


_OUTWARD = re.compile(rb'"\$ref"\s*:\s*"[^#]')
_ESCAPE = b"\\u00"
_DISGUISED = re.compile(rb"\\u00(?:24|72|65|66)")
_WRITTEN = re.compile(rb'"\$ref"\s*:\s*("(?:[^"\\]|\\.)*+")')


_NAMED = b"$ref"
_INWARD = re.compile(rb"""\$ref["']?[ \t]*:[ \t]*["']?#""")
_ODD = re.compile(rb"\\[xuU\r\n]|\0")


def only_inward(text: bytes) -> bool:
    """Whether no reference in a JSON text leads out of it; a False may be wrong (a letter is written as an escape)."""
    return _OUTWARD.search(text) is None and (_ESCAPE not in text or _DISGUISED.search(text) is None)


def surely_inward(text: bytes) -> bool:
    """Whether every `$ref` that stands in a YAML text begins with `#`, as far as its bytes can tell; else False.

    Texts with escapes, and those that are not one byte a letter, are left to `collect`.
    """
    return text.count(_NAMED) == len(_INWARD.findall(text)) and _ODD.search(text) is None


def written(text: bytes | memoryview) -> set[str]:
    """Give all references in a JSON text without parsing it, also those in examples, which are data."""
    return {str(json.loads(found)) for found in set(_WRITTEN.findall(text))}


Trail = tuple[Any, ...]
"""The way to a value, innermost step first: (step, the trail of what holds it); empty at the root."""


def along(trail: Trail) -> tuple[str | int, ...]:
    """Write a trail to a reference as steps from the root."""
    steps: list[str | int] = ["$ref"]
    while trail:
        step, trail = trail
        steps.append(step)
    return tuple(reversed(steps))


def references(value: Any) -> Iterator[tuple[str, Trail]]:  # noqa: ANN401  any document
    """Find every `$ref` with the trail to what holds it, iteratively; examples are data and hold none."""
    stack: list[tuple[Any, Trail]] = [(value, ())]
    seen: set[int] = set()
    while stack:
        part, trail = stack.pop()
        if isinstance(part, dict):
            if id(part) in seen:
                continue
            seen.add(id(part))
            text = part.get("$ref")
            if isinstance(text, str):
                yield text, trail
            names = bool(trail) and trail[0] in _BY_NAME
            for key, child in part.items():
                if child.__class__ in _SCALARS:
                    continue
                if key == "examples" and not names:
                    yield from _of_examples(child, (key, trail))
                elif isinstance(child, dict | list) and (names or key not in _DATA):
                    stack.append((child, (key, trail)))
        elif isinstance(part, list):
            for index, child in enumerate(part):
                if child.__class__ not in _SCALARS and isinstance(child, dict | list):
                    stack.append((child, (index, trail)))


_SCALARS = frozenset((str, int, bool, NoneType, Decimal, float))


def _of_examples(examples: Any, trail: Trail) -> Iterator[tuple[str, Trail]]:  # noqa: ANN401  as written
    """Give the references to whole examples; what stands in the value of one is data."""
    for name, example in examples.items() if isinstance(examples, dict) else ():
        text = example.get("$ref") if isinstance(example, dict) else None
        if isinstance(text, str):
            yield text, (name, trail)


_DATA = frozenset(("example", "enum", "const", "default"))
_BY_NAME = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas", "responses", "headers",
     "parameters", "requestBodies", "callbacks", "links", "pathItems", "mapping")
)  # fmt: skip
"""What holds things by name: there `default` is a status or a property like any other."""
