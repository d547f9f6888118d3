"""Every difference between two schemas, place by place; inlined or renamed, the same stays the same."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from deploycheck.documents.document import pointer as pointer_of
from deploycheck.domains.openapi.changelog.note import Notes, Part
from deploycheck.domains.openapi.changelog.statements import DOCUMENTATION, Member, Statement, statement
from deploycheck.domains.openapi.changelog.subschemas import DEEPEST, SUBSCHEMAS, Inner, below, holder, inner
from deploycheck.domains.openapi.changelog.wording import MISSING, said, shown
from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.model import Shape
from deploycheck.domains.openapi.places import ANY, MAX_PLACES
from deploycheck.domains.openapi.places import Part as SchemaPart
from deploycheck.domains.openapi.schemas import Schema
from deploycheck.model.changelog import Kind

_OWN_WORDS = ("additionalProperties", "deprecated", "discriminator")
_LIFECYCLE = ("x-sunset", "x-stability-level", "x-extensible-enum")


_Declared = tuple[SchemaPart | None, SchemaPart | None]
"""What declares a property on both sides."""


@dataclass(frozen=True, slots=True)
class _Place:
    """One place on both sides: `steps` as findings write it, `shown` with the members of unions on the way."""

    steps: tuple[str, ...]
    shown: tuple[str, ...]
    base: Statement
    head: Statement


def schema_notes(part: Part, base: Shape | None, head: Shape | None, direction: str) -> Notes:
    """Compare two schemas; one that is missing allows everything."""
    if base is None and head is None:
        return
    one, other = base or Shape({}, part.pair.base.spot), head or Shape({}, part.pair.head.spot)
    if part.judge.same(one.schema, other.schema):
        return
    walker = _Walker(part, direction, part.judge.base.definitions, part.judge.head.definitions)
    start = _Place((), (), walker.side(one, "base"), walker.side(other, "head"))
    yield from walker.notes(start)


@dataclass(frozen=True, slots=True)
class _Walker:
    part: Part
    direction: str
    base: Definitions
    head: Definitions
    seen: set[tuple[frozenset[str], frozenset[str]]] = field(default_factory=set)

    def side(self, shape: Shape, side: str) -> Statement:
        return statement([(shape.schema, "")], self.base if side == "base" else self.head, shape.spot)

    def notes(self, start: _Place, level: int = 0) -> Notes:
        """Walk both sides together, the outermost places first, each pair of descriptions once."""
        waiting = deque([start])
        while waiting and len(self.seen) < MAX_PLACES:
            place = waiting.popleft()
            key = (place.base.identity, place.head.identity)
            if key in self.seen:
                continue
            self.seen.add(key)
            if _became_union(place):
                yield from self._members(place, waiting)
                continue
            yield from self._keywords(place, level)
            if _another_type(place):
                continue
            base, head = place.base.own.names(), place.head.own.names()
            for name in sorted(base.keys() | head.keys()):
                yield from self._property(place, name, (base.get(name), head.get(name)), waiting)
            yield from self._undeclared(place)
            yield from self._patterns(place)
            yield from self._members(place, waiting)
            waiting.extend(self._elements(place))

    def _about(self, place: _Place, *more: str) -> Part:
        name = ".".join((*place.shown, *more))
        aspect = (*place.steps, *more)
        return self.part.within(name, *aspect) if name else self.part.at_place(*aspect)

    def _keywords(self, place: _Place, level: int) -> Notes:
        about = self._about(place)
        base, head = place.base, place.head
        if base.nullable != head.nullable:
            text = "may be null now" if head.nullable else "is never null now"
            yield about.note("changed", text, head.spot("type"), base.spot("type"), "type")
        keywords = {"type"} if _another_type(place) else base.values.keys() | head.values.keys()
        for keyword in sorted(keywords):
            if keyword in SUBSCHEMAS and keyword in base.values and keyword in head.values:
                for one in inner(keyword, base.values[keyword][0], head.values[keyword][0]):
                    yield from self._subschema(place, one, level)
                continue
            documentation = keyword in DOCUMENTATION or (keyword.startswith("x-") and keyword not in _LIFECYCLE)
            kind, happened = self._keyword(keyword, base, head)
            if happened is not None:
                at, was = head.spot(keyword), base.spot(keyword)
                yield about.note(kind, happened, at, was, keyword, documentation=documentation)

    def _keyword(self, keyword: str, base: Statement, head: Statement) -> tuple[Kind, str | None]:
        one, other = (side.values[keyword][0] if keyword in side.values else MISSING for side in (base, head))
        if keyword == "deprecated":
            if (one is True) == (other is True):
                return "changed", None
            return ("deprecated", _until(head)) if other is True else ("changed", "is no longer deprecated")
        if keyword in SUBSCHEMAS:
            return "changed", f"{keyword} was {'added' if one is MISSING else 'dropped'}"
        if keyword == "discriminator":
            return "changed", _discriminator(one, other)
        if keyword in DOCUMENTATION:
            return "changed", None if one is not MISSING and one == other else _documented(keyword, one, other)
        return "changed", said(keyword, one, other)

    def _subschema(self, place: _Place, one: Inner, level: int) -> Notes:
        """Tell what changed in a schema that asks a question or speaks of a part; at least that something did."""
        about, word = self._about(place, *one.steps), one.steps[0]
        if one.base is None or one.head is None:
            side = place.head if one.base is None else place.base
            spot = side.own.spot(holder(side, one.steps), *one.steps)
            yield about.on_one_side(spot, f"of {word}", came=one.base is None)
            return
        if self.part.judge.same({"allOf": [one.base]}, {"allOf": [one.head]}):
            return
        told = False
        if one.comparable and level < DEEPEST:
            steps, shown_ = (*place.steps, *one.steps), (*place.shown, *one.steps)
            old, new = below(place.base, one.steps, one.base), below(place.head, one.steps, one.head)
            for note in self.notes(_Place(steps, shown_, old, new), level + 1):
                told = told or not note.documentation
                yield note
        if not told:
            yield self._about(place).note(
                "changed", f"{word} changed", place.head.spot(word), place.base.spot(word), word
            )

    def _undeclared(self, place: _Place) -> Notes:
        """Tell of names that are required and described nowhere: questions consist of them."""
        base, head = place.base.own, place.head.own
        for name in sorted((base.required() ^ head.required()) - base.names().keys() - head.names().keys()):
            text = "is required now" if name in head.required() else "is optional now"
            at, was = place.head.spot("required"), place.base.spot("required")
            yield self._about(place, name).note("changed", text, at, was, "required")

    def _property(self, place: _Place, name: str, declared: _Declared, waiting: deque[_Place]) -> Notes:
        one, other = declared
        if one is None or other is None:
            side, found = (place.head, other) if one is None else (place.base, one)
            if found is None or side.own.hides(name, self.direction):
                return
            detail = "required" if name in side.own.required() else "optional"
            spot = side.own.spot(found, "properties", name)
            yield self._about(place, name).on_one_side(spot, detail, came=one is None)
            return
        if place.base.own.hides(name, self.direction) and place.head.own.hides(name, self.direction):
            return
        was_required, required = name in place.base.own.required(), name in place.head.own.required()
        if was_required != required:
            at, was = place.head.own.spot(other, "properties", name), place.base.own.spot(one, "properties", name)
            text = "is required now" if required else "is optional now"
            yield self._about(place, name).note("changed", text, at, was, "required")
        if not self._same_children(place, name):
            old, new = (_child(side, name) for side in (place.base, place.head))
            waiting.append(_Place((*place.steps, name), (*place.shown, name), old, new))

    def _same_children(self, place: _Place, name: str) -> bool:
        one, other = place.base.own.values(name), place.head.own.values(name)
        return len(one) == len(other) == 1 and self.part.judge.same(one[0], other[0])

    def _patterns(self, place: _Place) -> Notes:
        old, new = place.base.own.patterns(), place.head.own.patterns()
        for pattern in sorted(old.keys() ^ new.keys()):
            side, found = (place.head, new[pattern]) if pattern in new else (place.base, old[pattern])
            spot = side.own.spot(found, "patternProperties", pattern)
            about = self._about(place, pattern)
            yield about.on_one_side(spot, "a pattern of names", came=pattern in new)
        for pattern in sorted(old.keys() & new.keys()):
            one, other = (side[pattern].schema["patternProperties"][pattern] for side in (old, new))
            if not self.part.judge.same(one, other):
                at = place.head.own.spot(new[pattern], "patternProperties", pattern)
                was = place.base.own.spot(old[pattern], "patternProperties", pattern)
                yield self._about(place, pattern).note("changed", "what such names hold changed", at, was)

    def _members(self, place: _Place, waiting: deque[_Place]) -> Notes:
        base, head = place.base, place.head
        if base.union and head.union and base.union != head.union:
            text = f"{base.union} became {head.union}"
            yield self._about(place).note("changed", text, head.spot(head.union), base.spot(base.union), head.union)
        pairs, gone, added = self._matched(base.members or _alone(head, base), head.members or _alone(base, head))
        for came, listed, side in ((False, gone, base), (True, added, head)):
            for member in listed:
                spot = side.own.definitions.spot(member.pointer, side.own.start)
                about = self._about(place).within(f"member {member.label}", side.union or "type")
                yield about.on_one_side(spot, f"of {head.union or base.union}", came=came)
        for one, other in pairs:
            if self.part.judge.same(one.schema, other.schema):
                continue
            old, new = (
                statement([(member.schema, member.pointer)], side.own.definitions, side.own.start)
                for member, side in ((one, base), (other, head))
            )
            waiting.append(_Place(place.steps, (*place.shown, f"({other.label})"), old, new))

    def _matched(
        self, base: tuple[Member, ...], head: tuple[Member, ...]
    ) -> tuple[list[tuple[Member, Member]], list[Member], list[Member]]:
        """Match members by their label, then by what they say, then the one that is left on both sides."""
        pairs: list[tuple[Member, Member]] = []
        gone, come = list(base), list(head)
        for alike in (lambda one, other: one.label == other.label, self._says_the_same):
            for one in list(gone):
                other = next((other for other in come if alike(one, other)), None)
                if other is not None:
                    pairs.append((one, other))
                    gone.remove(one)
                    come.remove(other)
        return pairs, gone, come

    def _says_the_same(self, one: Member, other: Member) -> bool:
        base, head = self.base.target(_reference(one.schema)), self.head.target(_reference(other.schema))
        return self.part.judge.same(base[1] if base else one.schema, head[1] if head else other.schema)

    def _elements(self, place: _Place) -> Iterator[_Place]:
        for keyword in ("items", "additionalProperties"):
            one, other = (_below(side, keyword) for side in (place.base, place.head))
            if one and other and not (len(one) == len(other) == 1 and self.part.judge.same(one[0][0], other[0][0])):
                old, new = (
                    statement(found, side.own.definitions, side.own.start)
                    for found, side in ((one, place.base), (other, place.head))
                )
                yield _Place((*place.steps, ANY), (*place.shown, ANY), old, new)


def _became_union(place: _Place) -> bool:
    """Whether one side is a union, and the other is what a member of one is."""
    if bool(place.base.members) == bool(place.head.members):
        return False
    union, plain = (place.base, place.head) if place.base.members else (place.head, place.base)
    return not union.own.names() and "type" not in union.values and bool(plain.own.names() or "type" in plain.values)


def _another_type(place: _Place) -> bool:
    """Whether the sides have no type in common, so that nothing else they say can be compared."""
    base, head = (_types(side) for side in (place.base, place.head))
    return bool(base) and bool(head) and not base & head


def _types(side: Statement) -> set[str]:
    """Give the declared types; integers are numbers."""
    value = side.values["type"][0] if "type" in side.values else ()
    listed = [value] if isinstance(value, str) else value
    return {"number" if one == "integer" else one for one in listed if isinstance(one, str)}


def _alone(union: Statement, plain: Statement) -> tuple[Member, ...]:
    return plain.as_members if union.members else ()


def _child(side: Statement, name: str) -> Statement:
    found = [
        (part.schema["properties"][name], f"{part.pointer}{pointer_of(('properties', name))}")
        for part in side.own.parts
        if name in _mapping(part.schema, "properties")
    ]
    return statement(found, side.own.definitions, side.own.start)


def _below(side: Statement, keyword: str) -> list[tuple[Schema, str]]:
    return [
        (part.schema[keyword], f"{part.pointer}/{keyword}")
        for part in side.own.parts
        if isinstance(part.schema.get(keyword), dict) and part.schema[keyword]
    ]


def _mapping(schema: Any, keyword: str) -> dict[str, Any]:  # noqa: ANN401  as written
    value = schema.get(keyword)
    return value if isinstance(value, dict) else {}


def _reference(schema: Schema) -> Any:  # noqa: ANN401  as written
    return schema.get("$ref") if isinstance(schema, dict) else None


def _until(side: Statement) -> str:
    sunset = side.values.get("x-sunset")
    return f"to be removed on {sunset[0]}" if sunset else ""


def _discriminator(base: Any, head: Any) -> str | None:  # noqa: ANN401  as written
    if base == head:
        return None
    if base is MISSING or head is MISSING:
        return f"a discriminator was {'added' if base is MISSING else 'dropped'}"
    one, other = (value if isinstance(value, dict) else {} for value in (base, head))
    if one.get("propertyName") != other.get("propertyName"):
        return said("discriminator", one.get("propertyName"), other.get("propertyName"))
    gone = sorted(_mapping(one, "mapping").keys() - _mapping(other, "mapping").keys())
    come = sorted(_mapping(other, "mapping").keys() - _mapping(one, "mapping").keys())
    return f"discriminator: {_told(come, gone)}" if gone or come else None


def _told(come: list[str], gone: list[str]) -> str:
    parts = [f"maps {', '.join(come)} now"] if come else []
    return ", ".join([*parts, *([f"no longer maps {', '.join(gone)}"] if gone else [])])


def _documented(keyword: str, base: Any, head: Any) -> str:  # noqa: ANN401  as written
    if base is MISSING:
        return f"{keyword} was added: {shown(head)}"
    return f"{keyword} was dropped" if head is MISSING else f"{keyword} changed to: {shown(head)}"
