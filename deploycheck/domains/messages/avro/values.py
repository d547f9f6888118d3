"""Values of a schema, in Avro's JSON encoding: small ones, and whole messages around a part."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from deploycheck.domains.messages.avro.model import (
    Array,
    AvroSchema,
    Enum,
    Fixed,
    Map,
    Named,
    Primitive,
    Record,
    Ref,
    Type,
    Union,
    label,
)

MOST_BYTES: Final = 4096
"""Longest fixed that is written out."""
KEY: Final = "key"
_SMALL: Final[Mapping[str, Any]] = {
    "null": None, "boolean": False, "int": 0, "long": 0, "float": 0.0, "double": 0.0, "bytes": "", "string": "",
}  # fmt: skip

Frame = tuple[str, Any, str]
"""What is around a part: `field` (a record and the field's name), `item`, `value`, or `branch` (its label)."""


class Values:
    """Builds values of one schema; a type that has no finite value gets none.

    `cut` tells whether a value built since it was last set to False is shorter than it would have to be.
    """

    def __init__(self, schema: AvroSchema) -> None:
        self._schema = schema
        self.cut = False
        self._depth = _depths(schema.names)

    def any(self, type_: Type) -> bool:
        """Whether the type has a finite value."""
        return _depth(type_, self._depth) is not None

    def small(self, type_: Type, *, filled: bool = False) -> Any:  # noqa: ANN401  a JSON value
        """Give a small value of a type that has one; `filled` puts an item into lists and maps on the way."""
        match type_:
            case Primitive(type=name):
                return _SMALL[name]
            case Array(items=items):
                return [self.small(items)] if filled and self.any(items) else []
            case Map(values=values):
                return {KEY: self.small(values)} if filled and self.any(values) else {}
            case Union(branches=branches):
                return self.branch(min((one for one in branches if self.any(one)), key=self._rank))
            case Ref():
                return self._named(self._schema.named(type_))

    def branch(self, type_: Type) -> Any:  # noqa: ANN401  a JSON value
        """Give a small value of a union's branch, as the union writes it."""
        return wrap_branch(type_, self.small(type_))

    def whole(self, part: Any, frames: Iterable[Frame]) -> Any:  # noqa: ANN401  JSON values
        """Put a part into the smallest message around it; `frames` go from the root inward."""
        value = part
        for kind, around, name in reversed(list(frames)):
            match kind:
                case "field":
                    value = {one.name: value if one.name == name else self.small(one.type) for one in around.fields}
                case "item":
                    value = [value]
                case "value":
                    value = {KEY: value}
                case _:
                    value = wrap_branch(around, value)
        return value

    def _rank(self, type_: Type) -> int:
        return _depth(type_, self._depth) or 0

    def _named(self, named: Named) -> Any:  # noqa: ANN401  a JSON value
        match named:
            case Enum(symbols=symbols):
                return symbols[0]
            case Fixed(size=size):
                self.cut = self.cut or size > MOST_BYTES
                return "\0" * min(size, MOST_BYTES)
            case Record(fields=fields):
                return {one.name: self.small(one.type) for one in fields}


def steps_into(frames: Iterable[Frame]) -> tuple[str, ...]:
    """Give the steps from a whole message to the part that `whole` put into it."""
    found = []
    for kind, around, name in frames:
        match kind:
            case "field":
                found.append(name)
            case "item":
                found.append("0")
            case "value":
                found.append(KEY)
            case _ if not _null(around):
                found.append(label(around))
    return tuple(found)


def _null(type_: Type) -> bool:
    return isinstance(type_, Primitive) and type_.type == "null"


def wrap_branch(type_: Type, value: Any) -> Any:  # noqa: ANN401  JSON values
    """Write a value of a union's branch: its type's name around it, except for null."""
    return None if _null(type_) else {label(type_): value}


def _depths(names: Mapping[str, Named]) -> dict[str, int]:
    """Give the depth of the smallest value of each named type; one that has none is left out.

    Round after round more types are known; what is not known after as many rounds as there are types has no value.
    """
    known: dict[str, int] = {}
    grown = True
    while grown:
        grown = False
        for name, named in names.items():
            if name not in known and (depth := _named_depth(named, known)) is not None:
                known[name] = depth
                grown = True
    return known


def _named_depth(named: Named, known: Mapping[str, int]) -> int | None:
    match named:
        case Enum(symbols=symbols):
            return 0 if symbols else None
        case Fixed():
            return 0
        case Record(fields=fields):
            depths = [_depth(one.type, known) for one in fields]
            return None if None in depths else 1 + max((one for one in depths if one is not None), default=0)


def _depth(type_: Type, known: Mapping[str, int]) -> int | None:
    match type_:
        case Primitive() | Array() | Map():
            return 0
        case Union(branches=branches):
            found = [one for one in (_depth(branch, known) for branch in branches) if one is not None]
            return min(found, default=None)
        case Ref(name=name):
            return known.get(name)
