"""From the JSON of an Avro schema to types with places; what the specification forbids is noted, never raised."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from deploycheck.domains.messages.avro.defaults import fits
from deploycheck.domains.messages.avro.logical import logical_type
from deploycheck.domains.messages.avro.model import (
    MISSING,
    PRIMITIVES,
    Array,
    AvroSchema,
    Enum,
    Field,
    Fixed,
    Flaw,
    Map,
    Named,
    Primitive,
    Record,
    Ref,
    Steps,
    Type,
    Union,
)

MOST_LEVELS: Final = 100
"""Types inside types; deeper schemas are not judged."""
MOST_PARTS: Final = 50_000
"""Types, fields and symbols of one schema; more are not judged."""
MOST_FLAWS: Final = 20
"""How many flaws of one schema are told."""
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAMED: Final = ("record", "error", "enum", "fixed")

Definition = tuple[Any, str]
"""The JSON of a named type, and the namespace around it."""
Elsewhere = Callable[[str], Definition | None]
"""Gives a named type of another file, by full name; None where there is none."""


def parse(value: Any, elsewhere: Elsewhere = lambda _: None) -> AvroSchema:  # noqa: ANN401  any JSON
    """Read a schema. What is wrong with it stands in `flaws`; then nothing is known about its messages."""
    reader = _Reader(elsewhere)
    root = reader.type(value, "", (), 0)
    if not reader.flaws:
        reader.check_defaults()
    return AvroSchema(root, reader.names, tuple(reader.flaws[:MOST_FLAWS]), frozenset(reader.elsewhere))


def definitions(value: Any) -> Iterator[tuple[str, Definition]]:  # noqa: ANN401  any JSON
    """Give every named type that a schema's text defines, at its top or inside, by full name, outermost first."""
    level: list[Definition] = [(value, "")]
    while level:
        following: list[Definition] = []
        for one, space in level:
            if isinstance(one, list):
                following += [(branch, space) for branch in one]
            elif isinstance(one, dict):
                inner = space
                if _is(one.get("type"), _NAMED) and isinstance(one.get("name"), str):
                    full = full_name(one["name"], one.get("namespace"), space)
                    yield full, (one, space)
                    inner = full.rpartition(".")[0]
                following += [(part, inner) for part in _inside(one)]
        level = following


def _inside(one: Mapping[str, Any]) -> Iterator[Any]:
    yield from (one[word] for word in ("items", "values", "type") if isinstance(one.get(word), list | dict))
    fields = one.get("fields")
    for field in fields if isinstance(fields, list) else ():
        if isinstance(field, dict):
            yield field.get("type")


def _is(value: Any, words: tuple[str, ...]) -> bool:  # noqa: ANN401  any JSON
    return isinstance(value, str) and value in words


def full_name(name: str, namespace: object, around: str) -> str:
    """Give the full name: a dotted name is one, else its own namespace counts, else the one around it."""
    if "." in name:
        return name.removeprefix(".")
    space = namespace if isinstance(namespace, str) else around
    return f"{space}.{name}" if space else name


class _Reader:
    """One pass over a schema, left to right, as names must be known before they are used."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self.names: dict[str, Named] = {}
        self.flaws: list[Flaw] = []
        self.elsewhere: set[str] = set()
        self._find = elsewhere
        self._open: set[str] = set()
        self._parts = 0
        self._home: Steps | None = None

    def wrong(self, message: str, steps: Steps, *, missing: bool = False) -> Type:
        """Note a flaw; what stands there is a type that nothing else is."""
        if len(self.flaws) <= MOST_FLAWS:
            self.flaws.append(Flaw(message, steps if self._home is None else self._home, missing))
        return Ref(f"<{self._parts}>", steps)

    def type(self, value: Any, space: str, steps: Steps, level: int) -> Type:  # noqa: ANN401  any JSON
        self._parts += 1
        if level > MOST_LEVELS:
            return self.wrong(f"types are nested deeper than {MOST_LEVELS} levels", steps)
        if self._parts > MOST_PARTS:
            return self.wrong(f"the schema has more than {MOST_PARTS} parts", steps)
        match value:
            case str():
                return self.reference(value, space, steps, level)
            case list():
                return self.union(value, space, steps, level)
            case dict():
                return self.complex(value, space, steps, level)
            case _:
                return self.wrong("a type is a name, a list or an object", steps)

    def reference(self, name: str, space: str, steps: Steps, level: int) -> Type:
        if name in PRIMITIVES:
            return Primitive(name, None, steps)
        full = full_name(name, None, space)
        for candidate in dict.fromkeys((full, name.removeprefix("."))):  # some writers leave the namespace out
            if candidate in self.names or candidate in self._open:
                return Ref(candidate, steps)
        for candidate in dict.fromkeys((full, name)):
            found = self._find(candidate)
            if found is not None:
                return self.imported(candidate, found, steps, level)
        return self.wrong(f"nothing of the name `{full}` is defined before it is used here", steps, missing=True)

    def imported(self, name: str, found: Definition, steps: Steps, level: int) -> Type:
        """Read a type that another file defines; its flaws are told at the place that uses it."""
        self.elsewhere.add(name)
        outer, self._home = self._home, steps if self._home is None else self._home
        self.type(*found, steps, level + 1)
        self._home = outer
        return Ref(name, steps)

    def union(self, value: list[Any], space: str, steps: Steps, level: int) -> Type:
        branches = tuple(self.type(one, space, (*steps, index), level + 1) for index, one in enumerate(value))
        seen: set[str] = set()
        for branch in branches:
            kind = _kind(branch)
            if kind == "union":
                self.wrong("a union holds a union directly", branch.steps)
            elif kind in seen:
                self.wrong(f"a union holds `{kind}` twice", branch.steps)
            seen.add(kind)
        return Union(branches, steps)

    def complex(self, value: dict[str, Any], space: str, steps: Steps, level: int) -> Type:
        kind = value.get("type")
        match kind:
            case "array":
                if "items" not in value:
                    return self.wrong("an array says `items`", steps)
                return Array(self.type(value["items"], space, (*steps, "items"), level + 1), steps)
            case "map":
                if "values" not in value:
                    return self.wrong("a map says `values`", steps)
                return Map(self.type(value["values"], space, (*steps, "values"), level + 1), steps)
            case "record" | "error" | "enum" | "fixed":
                return self.definition(str(kind), value, space, steps, level)
            case str() if kind in PRIMITIVES:
                return Primitive(kind, logical_type(value, kind), steps)
            case None:
                return self.wrong("an object says which `type` it is", steps)
            case _:
                return self.type(kind, space, (*steps, "type"), level + 1)

    def definition(self, kind: str, value: dict[str, Any], space: str, steps: Steps, level: int) -> Type:
        name = value.get("name")
        if not isinstance(name, str) or not name:
            return self.wrong(f"a type of kind {kind} has a `name`", steps)
        full = full_name(name, value.get("namespace"), space)
        if not all(_NAME.fullmatch(part) for part in full.split(".")):
            return self.wrong(f"`{full}` is no name: letters, digits and `_` between dots, no digit first", steps)
        if full in PRIMITIVES:
            return self.wrong(f"`{full}` is the name of a primitive type", steps)
        if full in self.names or full in self._open:
            if self._home is not None:
                return Ref(full, steps)  # what several files hold is the same where they are put together
            return self.wrong(f"`{full}` is defined for the second time", steps)
        own = full.rpartition(".")[0]
        self._open.add(full)
        self.names[full] = self.body(kind, full, value, own, steps, level)
        self._open.discard(full)
        return Ref(full, steps)

    def body(self, kind: str, full: str, value: dict[str, Any], space: str, steps: Steps, level: int) -> Named:  # noqa: PLR0913, PLR0917
        aliases = frozenset(full_name(one, None, space) for one in self.texts(value, "aliases", steps))
        if kind == "enum":
            return self.enum(full, value, aliases, steps)
        if kind == "fixed":
            size = value.get("size")
            if not isinstance(size, int) or isinstance(size, bool) or size < 0:
                self.wrong(f"`{full}` says no `size`, a number of bytes", steps)
                size = 0
            return Fixed(full, size, logical_type(value, "fixed", size), aliases, steps)
        return Record(full, tuple(self.fields(full, value, space, steps, level)), aliases, steps)

    def enum(self, full: str, value: dict[str, Any], aliases: frozenset[str], steps: Steps) -> Enum:
        if "symbols" not in value:
            self.wrong(f"`{full}` says no `symbols`", steps)
        symbols = self.texts(value, "symbols", steps)
        seen: set[str] = set()
        self._parts += len(symbols)
        for index, symbol in enumerate(symbols):
            if not _NAME.fullmatch(symbol):
                self.wrong(
                    f"`{symbol}` is no symbol: letters, digits and `_`, no digit first", (*steps, "symbols", index)
                )
            if symbol in seen:
                self.wrong(f"`{full}` has the symbol `{symbol}` twice", (*steps, "symbols", index))
            seen.add(symbol)
        default = value.get("default")
        if default is not None and default not in symbols:
            self.wrong(f"the default of `{full}` is none of its symbols", (*steps, "default"))
            default = None
        return Enum(full, symbols, default, aliases, steps)

    def fields(self, full: str, value: dict[str, Any], space: str, steps: Steps, level: int) -> Iterator[Field]:
        listed = value.get("fields")
        if not isinstance(listed, list):
            self.wrong(f"`{full}` has no list of `fields`", steps)
            return
        seen: set[str] = set()
        for index, one in enumerate(listed):
            place = (*steps, "fields", index)
            name = one.get("name") if isinstance(one, dict) else None
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                self.wrong(f"a field of `{full}` has no `name` of letters, digits and `_`", place)
                continue
            if name in seen:
                self.wrong(f"`{full}` has the field `{name}` twice", place)
            seen.add(name)
            if "type" not in one:
                self.wrong(f"the field `{name}` of `{full}` says no `type`", place)
                continue
            type_ = self.type(one["type"], space, (*place, "type"), level + 1)
            yield Field(name, type_, self.texts(one, "aliases", place), one.get("default", MISSING), place)

    def texts(self, value: Mapping[str, Any], key: str, steps: Steps) -> tuple[str, ...]:
        listed = value.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self.wrong(f"`{key}` is a list of texts", (*steps, key))
            return ()
        return tuple(listed)

    def check_defaults(self) -> None:
        """Hold every default against its type; of a union any branch will do, as all current libraries have it."""
        for named in list(self.names.values()):
            for field in named.fields if isinstance(named, Record) else ():
                if field.default is not MISSING and not fits(field.default, field.type, self.names):
                    owner = f"`{field.name}` of `{named.name}`"
                    self.wrong(f"the default of {owner} is no value of its type", (*field.steps, "default"))


def _kind(type_: Type) -> str:
    """Give what a union may hold once."""
    match type_:
        case Primitive(type=name) | Ref(name=name):
            return name
        case _:
            return type(type_).__name__.lower()
