"""Reads one side's schemas as section 1 of the containment design says, into plain JSON Schema 2020-12.

What comes out keeps its keywords and needs no further knowledge: closing, directions and `oneOf` are applied. Each
schema object carries the JSON pointer of its source in `$comment`.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

from deploycheck.domains.openapi.containment import keywords as kw
from deploycheck.domains.openapi.containment.composition import Compositions, Survey, branches
from deploycheck.domains.openapi.containment.document import PREFIX, Document, reference
from deploycheck.domains.openapi.containment.model import Direction, Reading, Schema, SchemaProblem

_OBJECTS = frozenset({"object"})


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
Active = tuple[str, ...]
"""Definitions being inlined, outermost first; `|` marks a union between them, `!` a `not` or `if`."""


class Side:
    """One document, read for one role and direction; definitions are compiled when first asked for."""

    __slots__ = (
        "_closing",
        "_compositions",
        "_keys",
        "_pending",
        "_ready",
        "document",
        "hides",
        "nesting",
        "prefix",
        "sender",
        "sources",
        "wholes",
    )

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
        self._closing = self.sender and reading is Reading.CLOSED
        self._compositions = Compositions(document, direction)
        self._keys: dict[tuple[str, Mode | None], str] = {}
        self._pending: dict[str, tuple[str, Mode | None]] = {}
        self._ready: dict[str, Schema] = {}
        self.hides = False
        """Some name was absent because of the direction, so that equal texts may be read differently."""
        self.wholes: dict[int, bool] = {}
        """By identity of the compiled object: True for the root of a place, False for a plain question."""
        self.sources: dict[int, Schema] = {}
        """By identity of the compiled object, what it was compiled from."""

    def place(self, schema: Any, pointer: str = "", level: int = 0) -> Schema:
        """A schema that stands at the root of a place of the instance."""
        if isinstance(schema, dict) and "$ref" in schema and not schema.keys() & _BESIDE_A_REFERENCE:
            name = self._name(schema, pointer)
            out: dict[str, Any] = {"$ref": PREFIX + self._key(name, None), "$comment": pointer}
            self.sources[id(out)] = schema
            return out
        return self._place(schema, pointer, level, ())

    def definition(self, key: str) -> Schema:
        """The compiled definition that a compiled reference names."""
        if key not in self._ready:
            name, mode = self._pending[key]
            source, pointer = self.document.defs[name], PREFIX[1:] + _escaped(name)
            active = (name,) if self._compositions.cyclic(name) else ()
            self._ready[key] = (
                self._place(source, pointer, 0, active)
                if mode is None
                else self._part(source, pointer, mode, 0, active)
            )
        return self._ready[key]

    def source_name(self, key: str) -> str | None:
        """The definition that stands at a place under this key, None for parts and questions."""
        name, mode = self._pending[key]
        return name if mode is None else None

    def _place(self, schema: Any, pointer: str, level: int, active: Active) -> Schema:
        if isinstance(schema, bool):
            return schema
        survey = self._compositions.survey(schema) if self._closing else Survey()
        closing = self._closing and survey.declares and not survey.explicit
        out = self._part(schema, pointer, Mode(closing=closing), level, active)
        self.wholes[id(out)] = True
        if not closing or not isinstance(out, dict):
            return out
        composed = out.keys() & {"$ref", "allOf", "anyOf", "if", "then", "else", "dependentSchemas"}
        out["unevaluatedProperties" if composed else "additionalProperties"] = False
        return out

    def _name(self, schema: dict[str, Any], pointer: str) -> str:
        name = reference(schema["$ref"])
        if name is None or name not in self.document.defs:
            raise SchemaProblem(pointer, "$ref", f"the reference {schema['$ref']!r} leads nowhere")
        return name

    def _key(self, name: str, mode: Mode | None) -> str:
        asked = (name, mode)
        if asked not in self._keys:
            key = self._keys[asked] = f"{self.prefix}{len(self._keys)}"
            self._pending[key] = asked
        return self._keys[asked]

    def _part(self, schema: Any, pointer: str, mode: Mode, level: int, active: Active) -> Schema:
        if isinstance(schema, bool):
            return schema
        if not isinstance(schema, dict):
            raise SchemaProblem(pointer, "", "a schema is an object or a boolean")
        if level > self.nesting:
            raise SchemaProblem(pointer, "", f"more than {self.nesting} schemas inside one another")
        out: dict[str, Any] = {"$comment": pointer}
        self.sources[id(out)] = schema
        if mode.plain:
            self.wholes[id(out)] = False
        hidden = frozenset[str]() if mode.plain else mode.hidden | self._compositions.survey(schema).hides
        inner = replace(mode, hidden=hidden) if hidden != mode.hidden else mode
        self.hides = self.hides or bool(hidden)
        self._assertions(schema, pointer, out)
        self._names(schema, pointer, inner, out)
        self._places(schema, pointer, inner, level + 1, out)
        self._in_place(schema, pointer, inner, level + 1, active, out)
        return out

    def _assertions(self, schema: dict[str, Any], pointer: str, out: dict[str, Any]) -> None:
        for word in kw.UNSUPPORTED:
            if word in schema:
                raise SchemaProblem(f"{pointer}/{word}", word, "this way to refer is not followed")
        if "type" in schema:
            types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            if not types or any(not isinstance(name, str) or name not in kw.TYPES for name in types):
                raise SchemaProblem(f"{pointer}/type", "type", f"no type of JSON Schema: {schema['type']!r}")
            out["type"] = schema["type"]
        out.update((word, schema[word]) for word in schema.keys() & kw.COPIED)
        if schema.get("format") in kw.ASSERTED_FORMATS:
            out["format"] = schema["format"]
        seeds = [schema[word] for word in kw.SEEDS if word in schema]
        if isinstance(schema.get("examples"), list):
            seeds.extend(schema["examples"][:3])
        if seeds:
            out["x-seeds"] = seeds

    def _names(self, schema: dict[str, Any], pointer: str, mode: Mode, out: dict[str, Any]) -> None:
        required = schema.get("required")
        if required is None:
            return
        if not isinstance(required, list) or any(not isinstance(name, str) for name in required):
            raise SchemaProblem(f"{pointer}/required", "required", "`required` is a list of names")
        absent = mode.hidden
        if not mode.plain:
            absent = absent.union(*(self._hides(branch) for branch in branches(schema)))
        kept = [name for name in required if name not in absent]
        if kept:
            out["required"] = list(dict.fromkeys(kept))
        if mode.closing and kept and not schema.keys() & set(kw.GOVERNING):
            declared = schema.get("properties") or {}
            out["properties"] = {name: True for name in kept if name not in declared}

    def _hides(self, schema: Any) -> frozenset[str]:
        survey = self._compositions.survey(schema)
        return survey.hides | survey.may_hide

    def _places(self, schema: dict[str, Any], pointer: str, mode: Mode, level: int, out: dict[str, Any]) -> None:
        for word in kw.PLACED:
            if word in schema:
                out[word] = self._sub(schema[word], f"{pointer}/{word}", mode, level)
        for word in kw.PLACED_MAPS:
            members = schema.get(word)
            if members is None:
                continue
            if not isinstance(members, dict):
                raise SchemaProblem(f"{pointer}/{word}", word, "a map of names to schemas is needed here")
            target = out.setdefault(word, {})
            for name, value in members.items():
                if name in mode.hidden and word == "properties":
                    target[name] = not self.sender
                else:
                    target[name] = self._sub(value, f"{pointer}/{word}/{_escaped(str(name))}", mode, level)
        if "prefixItems" in schema:
            members = _listed(schema["prefixItems"], pointer, "prefixItems")
            out["prefixItems"] = [
                self._sub(value, f"{pointer}/prefixItems/{index}", mode, level) for index, value in enumerate(members)
            ]

    def _sub(self, schema: Any, pointer: str, mode: Mode, level: int) -> Schema:
        return self._part(schema, pointer, PLAIN, level, ()) if mode.plain else self.place(schema, pointer, level)

    def _in_place(
        self, schema: dict[str, Any], pointer: str, mode: Mode, level: int, active: Active, out: dict[str, Any]
    ) -> None:
        if "$ref" in schema:
            self._refer(schema, pointer, mode, level, active, out)
        for word in ("allOf", *kw.UNIONS):
            if word in schema:
                self._members(word, schema, pointer, mode, level, active, out)
        for word in kw.CONJUNCTS:
            if word in schema and "if" in schema:
                out[word] = self._part(schema[word], f"{pointer}/{word}", mode, level, (*active, "!"))
        dependent = schema.get("dependentSchemas")
        if isinstance(dependent, dict):
            out["dependentSchemas"] = {
                name: self._part(part, f"{pointer}/dependentSchemas/{_escaped(name)}", mode, level, (*active, "!"))
                for name, part in dependent.items()
            }
        for word in kw.NEVER_CLOSED:
            if word in schema:
                below = (*active, "!") if word in ("not", "if") else ()
                out[word] = self._part(schema[word], f"{pointer}/{word}", PLAIN, level, below)

    def _refer(
        self, schema: dict[str, Any], pointer: str, mode: Mode, level: int, active: Active, out: dict[str, Any]
    ) -> None:
        name = self._name(schema, pointer)
        if not self._compositions.cyclic(name):
            out["$ref"] = PREFIX + self._key(name, mode)
            return
        if name in active:
            since = active[active.index(name) :]
            if "!" in since:
                raise SchemaProblem(pointer, "$ref", "the schema contains itself through a negation")
            if "|" in since:  # the same branch again adds no value; through allOf alone the edge adds nothing
                out["not"] = {}
            return
        source = self.document.defs[name]
        part = self._part(source, PREFIX[1:] + _escaped(name), mode, level, (*active, name))
        out["allOf"] = [part]

    def _members(
        self,
        word: str,
        schema: dict[str, Any],
        pointer: str,
        mode: Mode,
        level: int,
        active: Active,
        out: dict[str, Any],
    ) -> None:
        members = _listed(schema[word], pointer, word)
        outside = mode.outside or self._declared_beside(schema, word)
        below = active if word == "allOf" else (*active, "|")
        parts = []
        for index, member in enumerate(members):
            told = outside or (word == "allOf" and self._any_declares(members, index))
            part = self._part(member, f"{pointer}/{word}/{index}", replace(mode, outside=told), level, below)
            if word != "allOf" and mode.closing and not told and self._free_form(member) and isinstance(part, dict):
                part["unevaluatedProperties"] = True
            parts.append(part)
        target = "anyOf" if word == "oneOf" and not mode.plain else word
        if word == "allOf" and "allOf" in out:
            out["allOf"] = [*out["allOf"], *parts]
        elif target in out:  # anyOf and oneOf side by side
            out["allOf"] = [*out.get("allOf", []), {"$comment": pointer, "anyOf": parts}]
        else:
            out[target] = parts

    def _declared_beside(self, schema: dict[str, Any], word: str) -> bool:
        rest = {key: value for key, value in schema.items() if key != word}
        return self._compositions.survey(rest).declares

    def _any_declares(self, members: list[Any], but: int) -> bool:
        return any(self._compositions.survey(part).declares for at, part in enumerate(members) if at != but)

    def _free_form(self, schema: Any) -> bool:
        return not self._compositions.survey(schema).declares


_BESIDE_A_REFERENCE = (
    kw.COPIED
    | {"type", "format", "required", "allOf", "anyOf", "oneOf", "dependentSchemas", "prefixItems", "examples"}
    | set(kw.PLACED)
    | set(kw.PLACED_MAPS)
    | set(kw.NEVER_CLOSED)
    | set(kw.UNSUPPORTED)
    | set(kw.SEEDS)
)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _listed(members: Any, pointer: str, word: str) -> list[Any]:
    if not isinstance(members, list):
        raise SchemaProblem(f"{pointer}/{word}", word, "a list of schemas is needed here")
    return members
