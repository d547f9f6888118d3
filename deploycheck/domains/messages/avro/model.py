"""What an Avro schema is made of. Named types stand once under their full name, everything else refers to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Steps = tuple[str | int, ...]
"""Keys and indexes from the root of a schema's JSON text."""

PRIMITIVES: Final = ("null", "boolean", "int", "long", "float", "double", "bytes", "string")


class Missing:
    """The type of `MISSING`: a field has no default (null is one)."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@dataclass(frozen=True, slots=True)
class Logical:
    """A logical type that is valid on its underlying type; `precision` and `scale` are those of a decimal."""

    name: str
    precision: int = 0
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Primitive:
    """One of the eight primitive types."""

    type: str
    logical: Logical | None = None
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class Array:
    """A list of items of one type."""

    items: "Type"
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class Map:
    """Values of one type under texts."""

    values: "Type"
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types; none of them is a union."""

    branches: "tuple[Type, ...]"
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A named type, where it is defined or used."""

    name: str
    steps: Steps = ()


Type = Primitive | Array | Map | Union | Ref


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record; `steps` lead to its definition."""

    name: str
    type: Type
    aliases: tuple[str, ...] = ()
    default: Any = MISSING
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A record (or error); `name` and `aliases` are full names."""

    name: str
    fields: tuple[Field, ...]
    aliases: frozenset[str] = frozenset()
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class Enum:
    """An enumeration; `default` is what a reader takes for a symbol that it does not know."""

    name: str
    symbols: tuple[str, ...]
    default: str | None = None
    aliases: frozenset[str] = frozenset()
    steps: Steps = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed number of bytes."""

    name: str
    size: int
    logical: Logical | None = None
    aliases: frozenset[str] = frozenset()
    steps: Steps = ()


Named = Record | Enum | Fixed


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in a schema that the specification forbids; `steps` lead to it.

    `missing` says that it is a name that nobody defines: it may be defined where we cannot look.
    """

    message: str
    steps: Steps = ()
    missing: bool = False


@dataclass(frozen=True, slots=True)
class AvroSchema:
    """A parsed schema with all named types that it reaches; with `flaws` it is none to judge by.

    `elsewhere` are the full names that stand in other files.
    """

    root: Type
    names: Mapping[str, Named]
    flaws: tuple[Flaw, ...] = ()
    elsewhere: frozenset[str] = frozenset()

    def named(self, ref: Ref) -> Named:
        """Give the definition of a reference; a schema without flaws has it."""
        return self.names[ref.name]


def short(name: str) -> str:
    """Give a full name without its namespace."""
    return name.rpartition(".")[2]


def label(type_: Type) -> str:
    """Name a type as messages and Avro's JSON encoding of unions do."""
    match type_:
        case Primitive(type=name):
            return name
        case Array():
            return "array"
        case Map():
            return "map"
        case Union(branches=branches):
            return f"union of {', '.join(label(one) for one in branches)}"
        case Ref(name=name):
            return name
