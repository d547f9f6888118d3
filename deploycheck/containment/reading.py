"""Reads one side's schemas as section 1 of the containment design says, into plain JSON Schema 2020-12.

What comes out keeps its keywords and needs no further knowledge: closing, directions and `oneOf` are applied. Each
schema object carries the JSON pointer of its source in `$comment`.
"""

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal

from deploycheck.containment import keywords as kw
from deploycheck.containment.assertions import listed, mapped, read_assertions
from deploycheck.containment.composition import Compositions, Survey, branches
from deploycheck.containment.document import PREFIX, Document, encoded, reference, references
from deploycheck.containment.model import Direction, Json, Reading, Schema, SchemaProblem

Compiled = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mode:
    """How a part of a composition is compiled."""

    plain: bool = False
    """Below `not`, `if`, `contains`, `propertyNames`: as written, `oneOf` included."""
    closing: bool = False
    """The composition gets `unevaluatedProperties: false` at its root."""
    hidden: frozenset[str] = frozenset()
    """Names that are absent in this direction by the word of the surrounding conjunction."""
    outside: bool = False
    """A name is declared elsewhere in the composition, so that a silent union branch is not free-form."""


PLAIN = Mode(plain=True)
_MOST_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the reader stands in the source."""

    pointer: str = ""
    level: int = 0
    mode: Mode = field(default_factory=Mode)
    active: tuple[str, ...] = ()
    """Definitions being inlined, outermost first; `|` marks a union between them, `!` a `not` or `if`."""

    def inside(self, *steps: str | int, mark: str = "", mode: Mode | None = None) -> "Spot":
        """Give a spot further down that still speaks about the same place."""
        pointer = self.pointer + "".join(f"/{escaped(str(step))}" for step in steps)
        active = (*self.active, mark) if mark else self.active
        return Spot(pointer, self.level + 1, mode or self.mode, active)

    def apart(self, *steps: str | int) -> "Spot":
        """Give a spot further down that speaks about another place."""
        below = self.inside(*steps)
        return Spot(below.pointer, below.level, PLAIN if self.mode.plain else Mode())


class Side:
    """One document, read for one role and direction; definitions are compiled when first asked for."""

    def __init__(
        self,
        document: Document,
        role: Literal["sender", "receiver"],
        direction: Direction | None = None,
        reading: Reading = Reading.CLOSED,
        *,
        nesting: int = 100,
    ) -> None:
        self.document = document
        self.sender = role == "sender"
        self.prefix = "s" if self.sender else "r"
        self.nesting = nesting
        self.hides = False
        """Some name was absent because of the direction, so that equal texts may be read differently."""
        self.wholes: dict[int, bool] = {}
        """By identity of the compiled object: True for the root of a place, False for a plain question."""
        self.sources: dict[int, Schema] = {}
        """By identity of the compiled object, what it was compiled from."""
        self._closing = self.sender and reading is Reading.CLOSED
        self._compositions = Compositions(document, direction)
        self._keys: dict[tuple[str, Mode | None], str] = {}
        self._pending: dict[str, tuple[str, Mode | None]] = {}
        self._ready: dict[str, Schema] = {}
        self._uses: dict[str, tuple[str, ...]] = {}
        self._leaves: dict[bytes, Compiled] = {}

    def place(self, schema: Json, spot: Spot | None = None) -> Schema:
        """Compile a schema that stands at the root of a place of the instance."""
        spot = spot or Spot()
        if isinstance(schema, dict) and "$ref" in schema and not schema.keys() & _BESIDE_A_REFERENCE:
            out: Compiled = {"$ref": PREFIX + self._key(self._name(schema, spot), None), "$comment": spot.pointer}
            self.sources[id(out)] = schema
            return out
        return self._place(schema, spot)

    def definition(self, key: str) -> Schema:
        """Give the compiled definition that a compiled reference names."""
        if key not in self._ready:
            name, mode = self._pending[key]
            source = self.document.defs[name]
            active = (name,) if self._compositions.cyclic(name) else ()
            spot = Spot(PREFIX[1:] + escaped(name), 0, mode or Mode(), active)
            self._ready[key] = self._place(source, spot) if mode is None else self._part(source, spot)
        return self._ready[key]

    def described(self, key: str) -> bool:
        """Whether a definition that stands at a place under this key is an object that is no mere reference."""
        name, mode = self._pending[key]
        written = self.document.written(name) if mode is None else None
        return isinstance(written, dict) and _ELSEWHERE.isdisjoint(written)

    def lists(self, key: str) -> bool:
        """Whether such a definition lists its values."""
        written = self.document.written(self._pending[key][0])
        return isinstance(written, dict) and ("const" in written or "enum" in written)

    def uses(self, key: str) -> tuple[str, ...]:
        """Name the compiled definitions that one refers to directly."""
        if key not in self._uses:
            self._uses[key] = tuple(references(self.definition(key)))
        return self._uses[key]

    def text(self, compiled: Schema) -> bytes | None:
        """Give the source's text of what was compiled as the root of a place: that alone decides what it means here."""
        known = id(compiled)
        return encoded(self.sources[known]) if self.wholes.get(known) and known in self.sources else None

    def source_name(self, key: str) -> str | None:
        """Name the definition that stands at a place under this key; None for parts and questions."""
        name, mode = self._pending[key]
        return name if mode is None else None

    def _place(self, schema: Json, spot: Spot) -> Schema:
        if isinstance(schema, bool):
            return schema
        survey = self._compositions.survey(schema) if self._closing else Survey()
        closing = self._closing and survey.declares and not survey.explicit
        out = self._part(schema, replace(spot, mode=Mode(closing=closing)))
        self.wholes[id(out)] = True
        if closing and isinstance(out, dict):
            composed = out.keys() & {"$ref", "allOf", "anyOf", "if", "then", "else", "dependentSchemas"}
            out["unevaluatedProperties" if composed else "additionalProperties"] = False
        return out

    def _name(self, schema: Compiled, spot: Spot) -> str:
        name = reference(schema["$ref"])
        if name is None or name not in self.document.defs:
            raise SchemaProblem(spot.pointer, "$ref", f"the reference {schema['$ref']!r} leads nowhere")
        return name

    def _key(self, name: str, mode: Mode | None) -> str:
        asked = (name, mode)
        if asked not in self._keys:
            key = self._keys[asked] = f"{self.prefix}{len(self._keys)}"
            self._pending[key] = asked
        return self._keys[asked]

    def _part(self, schema: Json, spot: Spot) -> Schema:
        if isinstance(schema, bool):
            return schema
        if not isinstance(schema, dict):
            raise SchemaProblem(spot.pointer, "", "a schema is an object or a boolean")
        if spot.level > self.nesting:
            raise SchemaProblem(spot.pointer, "", f"more than {self.nesting} schemas inside one another")
        out: Compiled = {"$comment": spot.pointer}
        self.sources[id(out)] = schema
        if spot.mode.plain:
            self.wholes[id(out)] = False
        else:
            hidden = spot.mode.hidden | self._compositions.survey(schema).hides
            self.hides = self.hides or bool(hidden)
            spot = replace(spot, mode=replace(spot.mode, hidden=hidden)) if hidden != spot.mode.hidden else spot
        read_assertions(schema, spot.pointer, out)
        self._required(schema, spot, out)
        self._places(schema, spot, out)
        self._in_place(schema, spot, out)
        return out

    def _required(self, schema: Compiled, spot: Spot, out: Compiled) -> None:
        required = listed(schema.get("required", []), spot.pointer, "required", str)
        absent = spot.mode.hidden
        if not spot.mode.plain:
            absent = absent.union(*(self._hides(branch) for branch in branches(schema)))
        kept = list(dict.fromkeys(name for name in required if name not in absent))
        if kept:
            out["required"] = kept
        if spot.mode.closing and kept and not schema.keys() & set(kw.GOVERNING):
            declared = schema.get("properties") or {}
            out["properties"] = {name: True for name in kept if name not in declared}

    def _hides(self, schema: Json) -> frozenset[str]:
        survey = self._compositions.survey(schema)
        self.hides = self.hides or bool(survey.hides or survey.may_hide)
        return survey.hides | survey.may_hide

    def _places(self, schema: Compiled, spot: Spot, out: Compiled) -> None:
        for word in kw.PLACED:
            if word in schema:
                out[word] = self._sub(schema[word], spot, word)
        for word in kw.PLACED_MAPS:
            if word not in schema:
                continue
            target = out.setdefault(word, {})
            for name, value in mapped(schema[word], spot.pointer, word).items():
                absent = word == "properties" and name in spot.mode.hidden
                target[name] = not self.sender if absent else self._sub(value, spot, word, name)
        if "prefixItems" in schema:
            members = listed(schema["prefixItems"], spot.pointer, "prefixItems")
            out["prefixItems"] = [self._sub(value, spot, "prefixItems", at) for at, value in enumerate(members)]

    def _sub(self, schema: Json, around: Spot, *steps: str | int) -> Schema:
        if isinstance(schema, dict) and _PARTED.isdisjoint(schema) and around.level < self.nesting:
            pointer = f"{around.pointer}/{'/'.join([escaped(str(step)) for step in steps])}"
            return self._leaf(schema, pointer, plain=around.mode.plain)
        spot = around.apart(*steps)
        return self._part(schema, spot) if spot.mode.plain else self.place(schema, spot)

    def _leaf(self, schema: Compiled, pointer: str, *, plain: bool) -> Compiled:
        """Compile a schema without parts as `place` would; those of the same text are read once."""
        text = encoded(schema)
        known = None if text is None else self._leaves.get(text)
        if known is None:
            known = {}
            read_assertions(schema, pointer, known)
            if text is not None:
                self._leaves[text] = known
        out: Compiled = {"$comment": pointer, **known}
        self.sources[id(out)] = schema
        self.wholes[id(out)] = not plain
        return out

    def _in_place(self, schema: Compiled, spot: Spot, out: Compiled) -> None:
        if "$ref" in schema:
            self._refer(schema, spot.inside(mode=self._beside(schema, spot, "$ref")), out)
        for word in ("allOf", *kw.UNIONS):
            if word in schema:
                self._members(word, schema, spot, out)
        for word in kw.CONJUNCTS:
            if word in schema and "if" in schema:
                told = self._beside(schema, spot, word)
                out[word] = self._part(schema[word], spot.inside(word, mark="!", mode=told))
        if "dependentSchemas" in schema:
            dependent = mapped(schema["dependentSchemas"], spot.pointer, "dependentSchemas")
            told = self._beside(schema, spot, "dependentSchemas")
            out["dependentSchemas"] = {
                name: self._part(part, spot.inside("dependentSchemas", name, mark="!", mode=told))
                for name, part in dependent.items()
            }
        for word in kw.NEVER_CLOSED:
            if word in schema:
                below = spot.inside(word, mark="!", mode=PLAIN)
                here = word in ("not", "if")
                out[word] = self._part(schema[word], below if here else replace(below, active=()))

    def _beside(self, schema: Compiled, spot: Spot, word: str) -> Mode:
        """Give the mode for what stands under a keyword, knowing whether a name is declared beside it."""
        if spot.mode.plain or spot.mode.outside or not spot.mode.closing:
            return spot.mode
        rest = {key: value for key, value in schema.items() if key != word}
        return replace(spot.mode, outside=self._compositions.survey(rest).declares)

    def _refer(self, schema: Compiled, spot: Spot, out: Compiled) -> None:
        name = self._name(schema, spot)
        if not self._compositions.cyclic(name):
            out["$ref"] = PREFIX + self._key(name, spot.mode)
        elif name not in spot.active:
            inlined = Spot(PREFIX[1:] + escaped(name), spot.level, spot.mode, (*spot.active, name))
            out["allOf"] = [self._part(self.document.defs[name], inlined)]
        else:
            since = spot.active[spot.active.index(name) :]
            if "!" in since:
                raise SchemaProblem(spot.pointer, "$ref", "the schema contains itself through a condition")
            if "|" in since:  # the same branch again adds no value; through allOf alone the edge adds nothing
                out["allOf"] = [False]

    def _members(self, word: str, schema: Compiled, spot: Spot, out: Compiled) -> None:
        members = listed(schema[word], spot.pointer, word)
        if word == "allOf" and len(members) > _MOST_TOGETHER:
            raise SchemaProblem(
                f"{spot.pointer}/{word}", word, f"more than {_MOST_TOGETHER} schemas beside one another"
            )
        mode = self._beside(schema, spot, word)
        together = word == "allOf" and mode.closing and not mode.outside
        declaring = self._declaring(members) if together else set()
        parts = []
        for at, member in enumerate(members):
            told = replace(mode, outside=True) if declaring - {at} else mode
            part = self._part(member, spot.inside(word, at, mark="" if word == "allOf" else "|", mode=told))
            if word != "allOf" and isinstance(part, dict) and self._free_form(member, mode):
                part["unevaluatedProperties"] = True
            parts.append(part)
        target = "anyOf" if word == "oneOf" and not spot.mode.plain else word
        if word == "allOf" and "allOf" in out:
            out["allOf"] = [*out["allOf"], *parts]
        elif target in out:  # anyOf and oneOf side by side
            out["allOf"] = [*out.get("allOf", []), {"$comment": spot.pointer, "anyOf": parts}]
        else:
            out[target] = parts

    def _declaring(self, members: list[Any]) -> set[int]:
        """Give the numbers of the first two members that declare a name; one of them is always another one."""
        found = (at for at, part in enumerate(members) if self._compositions.survey(part).declares)
        return set(islice(found, 2))

    def _free_form(self, schema: Json, mode: Mode) -> bool:
        return mode.closing and not mode.outside and not self._compositions.survey(schema).declares


_BESIDE_A_REFERENCE = (
    kw.COPIED
    | {"type", "format", "required", "allOf", "anyOf", "oneOf", "dependentSchemas", "prefixItems", "examples"}
    | set(kw.PLACED)
    | set(kw.PLACED_MAPS)
    | set(kw.NEVER_CLOSED)
    | set(kw.UNSUPPORTED)
    | set(kw.SEEDS)
)


_ELSEWHERE = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})

_PARTED = frozenset((
    "required", "$ref", "allOf", *kw.UNIONS, *kw.CONJUNCTS, "dependentSchemas", "prefixItems", *kw.PLACED,
    *kw.PLACED_MAPS, *kw.NEVER_CLOSED,
))  # fmt: skip
"""Keywords that make a schema more than a leaf: they hold other schemas, or names."""


def escaped(name: str) -> str:
    """Write a name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
