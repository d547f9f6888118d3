"""Whether a document has the shape that a msgspec type describes: every mistake at once, each with its place.

`msgspec.convert` stops at the first mistake and names no mapping keys: what it refuses is walked through here. The
types are the one source of truth: they check, they convert, and `msgspec.json.schema` publishes them. Patterns in them
are ours, never a user's.
"""

import re
from collections.abc import Iterator
from types import NoneType
from typing import Any, TypeVar

import msgspec
from msgspec import inspect as kinds

from deploycheck.documents.document import Document
from deploycheck.model.finding import Problem
from deploycheck.model.record import Record
from deploycheck.model.suggest import did_you_mean

Path = tuple[str | int, ...]
Shaped = TypeVar("Shaped")

_NAMES: dict[type, str] = {
    kinds.StrType: "a text",
    kinds.IntType: "a whole number",
    kinds.FloatType: "a number",
    kinds.BoolType: "true or false",
    kinds.ListType: "a list",
    kinds.DictType: "a mapping",
    kinds.StructType: "a mapping",
}

_EXACT = (str, int, NoneType)


class Mistake(Record):
    """One thing that is not as it should be: where (steps from the root), and a sentence that says what."""

    steps: Path
    message: str


def read_shape(document: Document, shape: type[Shaped]) -> tuple[Shaped | None, tuple[Problem, ...]]:
    """Convert a document to `shape`; None, and every mistake as a problem with its line, when it has another."""
    twice = [
        Problem(f"`{one.key}` stands here twice; keep one of the two", document.path, one.place.line)
        for one in document.duplicates()
    ]
    if not (twice or _fractional(document.value)):
        try:
            return msgspec.convert(document.value, shape), ()
        except msgspec.ValidationError:
            pass  # it stops at the first mistake, all of them are told below
    problems = [_problem(document, one.steps, one.message) for one in mistakes(document.value, shape)] + twice
    if problems:
        return None, tuple(problems)
    try:
        return msgspec.convert(document.value, shape), ()
    except msgspec.ValidationError as error:
        return None, (_problem(document, (), str(error)),)


def _fractional(value: Any) -> bool:  # noqa: ANN401  any document
    """Whether there is a fraction anywhere: msgspec takes 2.0 for a whole number, and we do not."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if part.__class__ is dict:
            waiting.extend(part.values())
        elif part.__class__ is list:
            waiting.extend(part)
        elif not isinstance(part, _EXACT):
            return True
    return False


def mistakes(value: Any, shape: Any) -> Iterator[Mistake]:  # noqa: ANN401  any document, any type expression
    """Give everything in which `value` differs from the type `shape`, in the order of the document."""
    yield from _walk(value, kinds.type_info(shape), ())


def _problem(document: Document, steps: Path, message: str) -> Problem:
    return Problem(message, document.path, document.position(steps).line)


def _walk(value: Any, shape: kinds.Type, steps: Path) -> Iterator[Mistake]:  # noqa: ANN401  any document
    match _bare(shape):
        case kinds.UnionType() as union:
            yield from _union(value, union, steps)
        case kinds.StructType() as struct:
            yield from _struct(value, struct, steps)
        case kinds.DictType() as mapping if isinstance(value, dict):
            for key, item in value.items():
                if not _fits(key, mapping.key_type):
                    yield Mistake((*steps, key), f"`{key}` is no name for this; {_wanted([mapping.key_type], key)}")
                yield from _walk(item, mapping.value_type, (*steps, key))
        case kinds.ListType() as items if isinstance(value, list):
            for index, item in enumerate(value):
                yield from _walk(item, items.item_type, (*steps, index))
        case _ if not _fits(value, shape):
            yield Mistake(steps, f"{_place(steps)} is {_kind(value)}; {_wanted([shape], value)}")
        case _:
            pass


def _union(value: Any, shape: kinds.UnionType, steps: Path) -> Iterator[Mistake]:  # noqa: ANN401  any document
    if any(_fits(value, one) for one in shape.types):
        return
    containers: tuple[type, ...] = ()
    if isinstance(value, dict):
        containers = (kinds.StructType, kinds.DictType)
    elif isinstance(value, list):
        containers = (kinds.ListType,)
    for one in shape.types:
        if isinstance(_bare(one), containers):
            yield from _walk(value, one, steps)
            return
    wanted = [one for one in shape.types if not isinstance(one, kinds.NoneType)]
    yield Mistake(steps, f"{_place(steps)} is {_kind(value)}; {_wanted(wanted, value)}")


def _struct(value: Any, shape: kinds.StructType, steps: Path) -> Iterator[Mistake]:  # noqa: ANN401  any document
    if not isinstance(value, dict):
        keys = ", ".join(one.encode_name for one in shape.fields)
        yield Mistake(steps, f"{_place(steps)} is {_kind(value)}; write a mapping here, with keys of: {keys}")
        return
    fields = {one.encode_name: one for one in shape.fields}
    for key, item in value.items():
        if key in fields:
            yield from _walk(item, fields[key].type, (*steps, key))
        elif shape.forbid_unknown_fields:
            hint = did_you_mean(key, fields) or f"; known are {', '.join(fields)}"
            inside = f" in {_place(steps)}" if steps else ""
            yield Mistake((*steps, key), f"unknown key `{key}`{inside}{hint}")
    for name, one in fields.items():
        if one.required and name not in value:
            yield Mistake(steps, f"{_place(steps)} needs the key `{name}`")


def _bare(shape: kinds.Type) -> kinds.Type:
    return shape.type if isinstance(shape, kinds.Metadata) else shape


def _fits(value: Any, shape: kinds.Type) -> bool:  # noqa: ANN401  any document
    """Whether a scalar is as the type says; containers are walked, they never fit as such."""
    match _bare(shape):
        case kinds.AnyType():
            return True
        case kinds.NoneType():
            return value is None
        case kinds.LiteralType() as literal:
            return any(value == word and type(value) is type(word) for word in literal.values)
        case kinds.StrType() as text:
            return isinstance(value, str) and (text.pattern is None or re.search(text.pattern, value) is not None)
        case kinds.BoolType():
            return isinstance(value, bool)
        case kinds.IntType() as number:
            return type(value) is int and (number.ge is None or value >= number.ge)
        case kinds.FloatType():
            return type(value) in (int, float)
        case _:
            return False


def _wanted(shapes: list[kinds.Type], value: Any) -> str:  # noqa: ANN401  any document
    free_text = any(isinstance(one := _bare(shape), kinds.StrType) and not one.pattern for shape in shapes)
    if free_text and isinstance(value, bool | int | float):
        return "write it as a text, in quotes"
    names = " or ".join(dict.fromkeys(_name(shape) for shape in shapes))
    suggestion = did_you_mean(value, _words(shapes)) if isinstance(value, str) else ""
    return f"write {names} here{suggestion}"


def _name(shape: kinds.Type) -> str:
    match _bare(shape):
        case kinds.LiteralType() as literal:
            return " or ".join(f"`{word}`" for word in literal.values)
        case kinds.IntType() as number if number.ge is not None:
            return f"a whole number from {number.ge} up"
        case kinds.StrType() as text if text.pattern and isinstance(shape, kinds.Metadata):
            return str((shape.extra_json_schema or {}).get("description", f"a text like `{text.pattern}`"))
        case bare:
            return _NAMES.get(type(bare), "something else")


def _words(shapes: list[kinds.Type]) -> list[str]:
    literals = [one for shape in shapes if isinstance(one := _bare(shape), kinds.LiteralType)]
    return [str(word) for one in literals for word in one.values]


def _kind(value: Any) -> str:  # noqa: ANN401  any document
    match value:
        case None:
            return "empty"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            return f"`{str(value).lower()}`"
        case _:
            return f"`{value}`"


def _place(steps: Path) -> str:
    """Name a place for people: its last key, or the last key with the index in it."""
    name = ""
    for step in steps:
        name = f"{name}[{step + 1}]" if isinstance(step, int) else str(step)
    return f"`{name}`" if name else "the document"
