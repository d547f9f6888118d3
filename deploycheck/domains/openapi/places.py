"""Places of the instance: what all schema objects that speak about one place say together, walked on both sides."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from deploycheck.containment.document import PREFIX
from deploycheck.documents.document import pointer as pointer_of
from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.model import Shape
from deploycheck.domains.openapi.schemas import Schema
from deploycheck.domains.openapi.specification import Spot

MAX_PARTS = 2000
"""How many schema objects of one place are looked at."""
MAX_PLACES = 20_000
"""How many pairs of places of one body are looked at."""
ANY = "*"
"""The step to an element of an array or a value of a map."""

Found = list[tuple[Schema, str]]
"""Schema objects with the pointers that lead to them in normal form."""
Same = Callable[[Schema, Schema], bool]
"""Whether two schemas, and all that they refer to, are the same text in base and head."""

_TOGETHER = ("allOf",)
_BRANCHES = ("anyOf", "oneOf")
_FLAGS = {"request": "readOnly", "response": "writeOnly"}
_LEADING = frozenset(("$ref", "allOf"))
"""Keywords by which a schema says what others say."""
_RECENT = 64
"""How many compositions of whole bodies are remembered: they are asked for again one after the other."""


@dataclass(frozen=True, slots=True)
class Part:
    """One schema object of a place; `branch` says that it stands in a union, `pointer` leads to it in normal form."""

    schema: Mapping[str, Any]
    pointer: str
    branch: bool = False


@dataclass(frozen=True)
class Composition:
    """All schema objects that speak about one place on one side."""

    parts: tuple[Part, ...]
    definitions: Definitions
    start: Spot

    def spot(self, part: Part, *steps: str) -> Spot:
        """Give the source of a part, or of something below it."""
        return self.definitions.spot(part.pointer + pointer_of(steps), self.start)

    @property
    def here(self) -> Spot:
        """Where the place's own schema stands."""
        return self.spot(self.parts[0]) if self.parts else self.start

    @cached_property
    def identity(self) -> frozenset[str]:
        """Where its parts stand."""
        return frozenset(part.pointer for part in self.parts)

    @cached_property
    def shared(self) -> bool:
        """Whether all of its parts stand in definitions, so that it is the same wherever it is met."""
        names = [part.pointer.removeprefix(PREFIX[1:]).split("/", 1)[0] for part in self.parts]
        written = all(part.pointer.startswith(PREFIX[1:]) for part in self.parts)
        return written and all(self.definitions.place(name) is not None for name in names)

    def child(self, name: str) -> "Composition":
        """Give the composition of a declared property's value."""
        return self.composed(self.described(name))

    def elements(self) -> "Composition":
        """Give the composition of array elements and of map values."""
        return self.composed(self.inside())

    def below(self, step: str) -> "Composition":
        """Give the composition of what a step of a place leads to."""
        return self.child(step) if step != ANY and step in self.names() else self.elements()

    def composed(self, found: Found) -> "Composition":
        """Give the composition of schema objects that stand below this place."""
        return composition(found, self.definitions, self.start)

    def described(self, name: str) -> Found:
        """Give the schema objects of a declared property's value, before anything is followed."""
        step = pointer_of(("properties", name))
        return [(part.schema["properties"][name], f"{part.pointer}{step}") for part in self._declaring.get(name, ())]

    def values(self, name: str) -> list[Any]:
        """Give what `described` gives, without the places."""
        return [part.schema["properties"][name] for part in self._declaring.get(name, ())]

    @cached_property
    def _visible(self) -> dict[str, dict[str, Part]]:
        return {}

    @cached_property
    def words(self) -> frozenset[str]:
        """The keywords that its parts have."""
        return frozenset(word for part in self.parts for word in part.schema)

    @cached_property
    def _declaring(self) -> dict[str, list[Part]]:
        """The parts that declare each property; looking through all of them for each name costs the square."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            for name in _mapping(part.schema.get("properties")):
                found.setdefault(name, []).append(part)
        return found

    def inside(self) -> Found:
        """Give the schema objects of array elements and of map values, before anything is followed."""
        return [
            (part.schema[key], f"{part.pointer}/{key}")
            for part in self.parts
            for key in ("items", "additionalProperties")
            if isinstance(part.schema.get(key), dict)
        ]

    def names(self) -> Mapping[str, Part]:
        """Give the declared properties with the first part that declares each."""
        return self._names

    @cached_property
    def _names(self) -> Mapping[str, Part]:
        return {name: parts[0] for name, parts in self._declaring.items()}

    def patterns(self) -> dict[str, Part]:
        """Give the patterns of names that are described, with the first part that has each."""
        result: dict[str, Part] = {}
        for part in self.parts:
            for pattern in _mapping(part.schema.get("patternProperties")):
                result.setdefault(pattern, part)
        return result

    def visible(self, direction: str) -> dict[str, Part]:
        """Give the declared properties that may travel in this direction."""
        if direction not in self._visible:
            flag = _FLAGS[direction]
            self._visible[direction] = {
                name: part for name, part in self.names().items() if not self._flagged(name, flag)
            }
        return self._visible[direction]

    def hides(self, name: str, direction: str) -> bool:
        """Whether a declared property never travels in this direction."""
        return self._flagged(name, _FLAGS[direction])

    def _flagged(self, name: str, flag: str) -> bool:
        """Whether a property never travels; a value `false` says so, too."""
        silent = self.definitions.absent(flag)
        for part in self._declaring.get(name, ()):
            value = part.schema["properties"][name]
            if value is False or (not silent and self.definitions.says(value, flag)):
                return True
        return False

    def first(self, key: str) -> tuple[Any, Part] | None:
        """Give the value of a keyword and the part that has it, the outermost one."""
        return next(((part.schema[key], part) for part in self.parts if key in part.schema), None)

    def required(self) -> frozenset[str]:
        """Give the names that every value has."""
        return self._required

    @cached_property
    def _required(self) -> frozenset[str]:
        return frozenset(
            name
            for part in self.parts
            if not part.branch
            for name in part.schema.get("required") or ()
            if isinstance(name, str)
        )

    @property
    def takes_more(self) -> bool:
        """Whether names beyond the declared ones are spoken about (a map, patterns)."""
        return any(
            part.schema.get("additionalProperties") not in (None, False) or part.schema.get("patternProperties")
            for part in self.parts
        )


def composition(found: Found, definitions: Definitions, start: Spot) -> Composition:
    """Collect every schema object that speaks about the place where these stand."""
    parts: list[Part] = []
    seen: set[str] = set()
    waiting: list[tuple[Any, str, bool]] = [(schema, pointer, False) for schema, pointer in reversed(found)]
    while waiting and len(parts) < MAX_PARTS:
        schema, pointer, branch = waiting.pop()
        schema = {} if schema is True else schema
        if not isinstance(schema, dict) or pointer in seen:
            continue
        seen.add(pointer)
        parts.append(Part(schema, pointer, branch))
        if not _SPEAKING.isdisjoint(schema):
            more = [*_in_place(schema, pointer, branch), *_referred(schema, definitions, branch=branch)]
            waiting.extend(reversed(more))
    return Composition(tuple(parts), definitions, start)


_SPEAKING = frozenset((*_TOGETHER, *_BRANCHES, "then", "else", "dependentSchemas", "$ref"))
"""Keywords whose schemas speak about the same place."""


def _in_place(schema: Mapping[str, Any], pointer: str, branch: bool) -> Iterator[tuple[Any, str, bool]]:  # noqa: FBT001
    for key in (*_TOGETHER, *_BRANCHES):
        members = schema.get(key)
        for index, member in enumerate(members if isinstance(members, list) else ()):
            yield member, f"{pointer}/{key}/{index}", branch or key in _BRANCHES
    for key in ("then", "else"):
        if key in schema:
            yield schema[key], f"{pointer}/{key}", True
    for name, member in _mapping(schema.get("dependentSchemas")).items():
        yield member, pointer + pointer_of(("dependentSchemas", name)), True


def _referred(schema: Mapping[str, Any], definitions: Definitions, *, branch: bool) -> Iterator[tuple[Any, str, bool]]:
    if target := definitions.target(schema.get("$ref")):
        name, referred = target
        yield referred, f"{PREFIX[1:]}{name}", branch


def _mapping(value: Any) -> Mapping[str, Any]:  # noqa: ANN401  as written
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class PlacePair:
    """One place as both sides describe it; steps are property names and `*`."""

    place: tuple[str, ...]
    base: Composition
    head: Composition


_recent: dict[tuple[int, int], tuple[Shape, Composition]] = {}


def root(shape: Shape, definitions: Definitions) -> Composition:
    """Give the composition of a whole body or parameter."""
    key = id(shape), id(definitions)
    known = _recent.get(key)
    if known is not None and known[0] is shape and known[1].definitions is definitions:
        return known[1]
    if len(_recent) >= _RECENT:
        _recent.clear()
    made = composition([(shape.schema, "")], definitions, shape.spot)
    _recent[key] = (shape, made)
    return made


def structured(shape: Shape) -> bool:
    """Whether style and explode matter: for lists and objects only."""
    schema = shape.schema
    if not isinstance(schema, dict):
        return False
    declared = schema.get("type")
    types = [declared] if isinstance(declared, str) else declared or ()
    return any(one in ("array", "object") for one in types) or bool({"$ref", "allOf", "anyOf", "oneOf"} & schema.keys())


Identities = tuple[frozenset[str], frozenset[str]]
Below = list[tuple[str, Composition, Composition]]
Walked = dict[Identities, Below]
"""What lies below a pair of descriptions that stand in definitions, where many bodies pass by."""


def walk(base: Composition, head: Composition, same: Same, walked: Walked) -> Iterator[PlacePair]:
    """Give every place that both sides describe, each pair of descriptions once, the body itself first.

    Places where both sides say the same, in the same words, are left out with all that is below them. `walked` is kept
    from one walk through the same two specs to the next.
    """
    seen: set[Identities] = set()
    waiting = [PlacePair((), base, head)]
    while waiting and len(seen) < MAX_PLACES:
        pair = waiting.pop()
        key = (pair.base.identity, pair.head.identity)
        if key in seen:
            continue
        seen.add(key)
        yield pair
        below = walked.get(key)
        if below is None:
            below = list(_children(pair, same))
            if pair.base.shared and pair.head.shared and all(one.parts and other.parts for _, one, other in below):
                walked[key] = below
        waiting.extend(PlacePair((*pair.place, step), *both) for step, *both in reversed(below))


def located(base: Composition, head: Composition, place: tuple[str, ...]) -> PlacePair | None:
    """Give one place of the instance as both sides describe it; None where either side says nothing about it."""
    for step in place:
        base, head = base.below(step), head.below(step)
    return PlacePair(place, base, head) if base.parts and head.parts else None


def alone(side: Composition, place: tuple[str, ...]) -> Schema | None:
    """Give the one schema object that describes a place; None where several speak about it, each in its own case."""
    found: Found = []
    for step in place:
        found = side.described(step) if step != ANY and step in side.names() else side.inside()
        if len(found) != 1:
            return None
        side = side.composed(found)
    return found[0][0] if found else None


def _children(pair: PlacePair, same: Same) -> Iterator[tuple[str, Composition, Composition]]:
    names = pair.head.names()
    for name in pair.base.names():
        if name in names and not _alike(pair.base.values(name), pair.head.values(name), same):
            yield name, pair.base.child(name), pair.head.child(name)
    base, head = pair.base.inside(), pair.head.inside()
    if base and head and not _alike([value for value, _ in base], [value for value, _ in head], same):
        yield ANY, pair.base.composed(base), pair.head.composed(head)


def _alike(base: list[Any], head: list[Any], same: Same) -> bool:
    """Whether the schema objects that describe a place are the same texts on both sides, one by one."""
    return len(base) == len(head) and all(map(same, base, head))


def passed(shape: Shape, definitions: Definitions, steps: tuple[str, ...]) -> Iterator[Spot]:
    """Give where each property on the way to a field stands; elements of lists and maps are passed through."""
    here = root(shape, definitions)
    for step in steps:
        for _ in range(_NESTED):
            if step in here.names() or not here.elements().parts:
                break
            here = here.elements()
        part = here.names().get(step)
        if part is None:
            return
        yield here.spot(part, "properties", step)
        here = here.child(step)


_NESTED = 4
