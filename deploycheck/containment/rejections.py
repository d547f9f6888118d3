"""Reads a validator's errors: at which place of the instance, by which keyword of the source a value is rejected."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import jsonschema_rs

from deploycheck.containment.keywords import SCHEMA_MAPS
from deploycheck.containment.model import Json, Place
from deploycheck.containment.nodes import Conj, Node

_MOST = 60
_MESSAGE = 200
_APART = frozenset({"type", "const", "enum", "required"})
"""Keywords by which branches of a union tell themselves apart."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """One reason why a value is rejected."""

    place: Place
    path: tuple[str | int, ...]
    """The place with the numbers of array elements."""
    keyword: str
    pointer: str
    """The keyword in the receiver's source document."""
    error: Any = field(repr=False, compare=False)
    """What the engine says."""
    branches: tuple[frozenset[str], ...] = ()
    """For a union that no branch of which was plainly meant: what each of them rejects by, as pointers."""

    @property
    def message(self) -> str:
        """The engine's words; made when they are asked for, because most rejections are never told."""
        return _worded(self.error)


Pointers = dict[tuple[str | int, ...], tuple[str, str]]
"""What `source_pointer` gave for a path in one document, so that many values are read with one look each."""


def rejections(
    validator: jsonschema_rs.Draft202012Validator,
    place: Conj,
    document: Json,
    value: Json,
    pointers: Pointers | None = None,
) -> Iterator[Rejection]:
    """Give all reasons, at most one for each place and keyword; `document` is the place as the validator got it.

    `pointers` are kept from one value to the next.
    """
    seen: set[tuple[Place, str]] = set()
    pointers = {} if pointers is None else pointers
    try:
        for error in islice(validator.iter_errors(value), _MOST):
            for leaf in _leaves(error, 0):
                for rejection in _read(leaf, place, document, pointers):
                    known = rejection.place, rejection.keyword
                    if known not in seen:
                        seen.add(known)
                        yield rejection
    except (ValueError, TypeError, OverflowError, RecursionError):
        return


def plainly(validator: jsonschema_rs.Draft202012Validator, value: Json) -> bool:
    """Whether a value is rejected for a reason that has nothing to do with formats, as far as the errors say it."""
    try:
        return any(
            error.kind.name in _PLAIN and _CONDITIONS.isdisjoint(error.schema_path)
            for error in islice(validator.iter_errors(value), _MOST)
        )
    except (ValueError, TypeError, OverflowError, RecursionError):
        return False


_PLAIN = frozenset({
    "type", "const", "enum", "required", "dependentRequired", "additionalProperties", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems",
    "uniqueItems", "minProperties", "maxProperties",
})  # fmt: skip
_CONDITIONS = frozenset({"if", "then", "else", "propertyNames"})
"""Whether these ask anything of a value may depend on a format."""


def _leaves(error: jsonschema_rs.ValidationError, depth: int) -> Iterator[Any]:
    """Give the error itself, or those of the one branch of a union that the value was meant for."""
    name = error.kind.name
    if name not in ("anyOf", "oneOf") or depth > 12 or not hasattr(error.kind, "context"):  # noqa: PLR2004 - a bound
        yield error
        return
    here = len(error.instance_path)
    branches = [branch for branch in error.kind.context if branch]
    for level in (0, 1):
        rest = [branch for branch in branches if not _elsewhere(branch, here, level)]
        if len(rest) == 1:
            for inner in rest[0]:
                yield from _leaves(inner, depth + 1)
            return
        branches = rest or branches
    meant = _complete(branches, here) or _shared(error.kind.context)
    if not meant:
        yield error
        return
    for inner in meant:
        yield from _leaves(inner, depth + 1)


def _shared(branches: list[list[Any]]) -> list[Any]:
    """Give what every branch refuses in the same words, as with a tag that none of them knows."""
    said = [{(*error.instance_path, error.message) for error in branch} for branch in branches if branch]
    same = set[Any].intersection(*said) if said else set()
    return [error for error in branches[0] if (*error.instance_path, error.message) in same]


def _complete(branches: list[list[Any]], here: int) -> list[Any] | None:
    """Give the one branch that the value lacks nothing for, unless it has a tag that all branches refuse."""
    whole = [branch for branch in branches if "required" not in _kinds(branch, here)]
    if len(whole) != 1:
        return None
    others = [_listed(branch, here) for branch in branches if branch is not whole[0]]
    return None if any(_listed(whole[0], here) & names for names in others) else whole[0]


def _kinds(branch: list[Any], here: int) -> set[str]:
    return {error.kind.name for error in branch if len(error.instance_path) == here}


def _listed(branch: list[Any], here: int) -> set[Any]:
    """Give the names just below that a branch refuses for their values: its tags, mostly."""
    refused = (error for error in branch if error.kind.name in ("const", "enum"))
    return {error.instance_path[here] for error in refused if len(error.instance_path) == here + 1}


def _elsewhere(branch: list[Any], here: int, level: int) -> bool:
    """Whether a branch was plainly not meant: another type here, or another discriminating value just below."""
    if level == 0:
        return any(error.kind.name == "type" and len(error.instance_path) == here for error in branch)
    return any(
        (error.kind.name in ("const", "enum") and len(error.instance_path) == here + 1)
        or (error.kind.name == "required" and len(error.instance_path) == here)
        for error in branch
    )


def _read(error: jsonschema_rs.ValidationError, place: Conj, document: Json, pointers: Pointers) -> Iterator[Rejection]:
    path = tuple(error.instance_path)
    keyword = error.kind.name
    way = tuple(error.schema_path)
    if way not in pointers:
        pointers[way] = source_pointer(list(way), place, document)
    pointer, written = pointers[way]
    if keyword == "falseSchema":
        written = _forbidding(list(way), place)
    branches = _branches(error, place, document)
    for extra in _named(error, keyword):
        full = path + extra
        shown = tuple("*" if isinstance(part, int) else part for part in full)
        yield Rejection(shown, full, written or keyword, pointer, error, branches)


def _worded(error: jsonschema_rs.ValidationError) -> str:
    """Give the engine's words; a large value, with which they begin, is not repeated."""
    name = getattr(error.kind, "property", None)
    if error.kind.name == "required" and isinstance(name, str):
        return f"{json.dumps(name, ensure_ascii=False)} is missing"
    if error.kind.name in ("anyOf", "oneOf") and hasattr(error.kind, "context"):
        return f"the value fits none of the {len(error.kind.context)} forms that are taken here"
    shown = json.dumps(error.instance, separators=(",", ":"), ensure_ascii=False)
    text = error.message if error.kind.name != "not" else f"{shown} has a form that `not` excludes"
    if len(text) <= _MESSAGE:
        return text
    text = "the value" + text.removeprefix(shown) if text.startswith(shown) else text
    return text if len(text) <= _MESSAGE else text[: _MESSAGE - 1] + "…"


def _branches(error: jsonschema_rs.ValidationError, place: Conj, document: Json) -> tuple[frozenset[str], ...]:
    if error.kind.name not in ("anyOf", "oneOf") or not hasattr(error.kind, "context"):
        return ()
    return tuple(
        frozenset(
            source_pointer(list(leaf.schema_path), place, document)[0]
            for inner in branch[:_MOST]
            for leaf in _leaves(inner, 1)
        )
        for branch in error.kind.context[:_MOST]
    )


def _forbidding(path: list[str | int], place: Conj) -> str:
    """Name the keyword that holds a schema without values; a property may have the name of a keyword."""
    if any(node.truth is False for node in place):
        return "false"
    words = [part for part in path if isinstance(part, str)]
    return words[-2] if words[-2:-1] and words[-2] in SCHEMA_MAPS else (words or ["false"])[-1]


def _named(error: jsonschema_rs.ValidationError, keyword: str) -> list[tuple[str, ...]]:
    """Give the names that an error is about, where its place is the object around them."""
    told = error.kind.as_dict() if keyword in ("required", "additionalProperties", "unevaluatedProperties") else {}
    if "property" in told:
        return [(str(told["property"]),)]
    unexpected = told.get("unexpected")
    return [(str(name),) for name in unexpected[:5]] if unexpected else [()]


def source_pointer(path: list[str | int], place: Conj, document: Json) -> tuple[str, str]:
    """Give the pointer in the source for a path in a compiled document, and the keyword as the source writes it."""
    if any(node.truth is False for node in place):
        return "", "false"
    node: Node | None = place[0] if len(place) == 1 else None
    current: Any = document if node is None or path[:1] == ["$defs"] else node.schema
    pointer, rest, held = "", list[str](), None
    for part in path:
        if isinstance(current, dict) and "$comment" in current:
            pointer, rest, held = str(current["$comment"]), [], current
        rest.append(str(part))
        try:
            current = current[part]
        except (KeyError, IndexError, TypeError):
            current = None
    if isinstance(current, dict) and "$comment" in current:
        pointer, rest, held = str(current["$comment"]), [], current
    keyword = next((str(part) for part in reversed(path) if isinstance(part, str)), "")
    if held is not None and rest[:1] == ["anyOf"] and _writes_one_of(held, place):
        rest[0] = keyword = "oneOf"
    return "".join([pointer, *(f"/{part}" for part in rest)]), keyword if rest else ""


def _writes_one_of(held: dict[str, Any], place: Conj) -> bool:
    for node in place:
        if node.side is not None:
            source = node.side.side.sources.get(id(held))
            if isinstance(source, dict):
                return "oneOf" in source and "anyOf" not in source
    return False
