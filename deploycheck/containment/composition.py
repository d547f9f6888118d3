"""All schema objects that speak about one place of the instance, seen together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deploycheck.containment.circles import circular
from deploycheck.containment.document import Document, reference
from deploycheck.containment.keywords import CONJUNCTS, GOVERNING, UNIONS
from deploycheck.containment.model import Direction, Json, SchemaProblem

_ACCESS_FLAG = {"request": "readOnly", "response": "writeOnly", None: ""}


@dataclass(frozen=True, slots=True)
class Survey:
    """What a composition, or a part of one, says about names."""

    declares: bool = False
    """It names at least one property, pattern or required name."""
    explicit: bool = False
    """`additionalProperties` or `unevaluatedProperties` stands somewhere in it."""
    hides: frozenset[str] = frozenset()
    """Names that are absent in this direction (readOnly, writeOnly) whatever branch accepts the value."""
    may_hide: frozenset[str] = frozenset()
    """Names that are absent by the word of some branch of a union."""

    def joined(self, other: "Survey") -> "Survey":
        """Both parts of one conjunction."""
        return Survey(
            self.declares or other.declares,
            self.explicit or other.explicit,
            self.hides | other.hides,
            self.may_hide | other.may_hide,
        )

    def branched(self) -> "Survey":
        """Give the same part seen from outside the union that it is a branch of."""
        return Survey(self.declares, self.explicit, frozenset(), self.hides | self.may_hide)


EMPTY = Survey()
_COMPOSING = frozenset(("$ref", "allOf", "dependentSchemas", *CONJUNCTS, *UNIONS))
"""Keywords below which more is said about the same place."""
_DEEPEST = 300
_COMPOSING = frozenset(("$ref", "allOf", *CONJUNCTS, "dependentSchemas", *UNIONS))
"""Keywords that bring in other schemas about the same place."""
Edge = tuple[str, bool]
"""A definition that is referred to, and whether from inside a branch of a union."""


def _dicts(values: Json) -> Iterator[dict[str, Any]]:
    if isinstance(values, list):
        yield from (value for value in values if isinstance(value, dict))


def conjuncts(schema: dict[str, Any]) -> Iterator[Any]:
    """In-place subschemas that hold together with the schema itself (references not included)."""
    yield from _dicts(schema.get("allOf"))
    yield from (schema[word] for word in CONJUNCTS if word in schema)
    dependent = schema.get("dependentSchemas")
    if isinstance(dependent, dict):
        yield from dependent.values()


def branches(schema: dict[str, Any]) -> Iterator[Any]:
    """In-place subschemas of which one or more hold."""
    for word in UNIONS:
        yield from _dicts(schema.get(word))


class Compositions:
    """Answers about the compositions of one document, for one direction of travel."""

    __slots__ = ("_cyclic", "_document", "_flag", "_local", "_surveys")

    def __init__(self, document: Document, direction: Direction | None) -> None:
        self._document = document
        flag = _ACCESS_FLAG[direction]
        self._flag = "" if document.absent(flag) else flag
        self._surveys: dict[int, tuple[Any, Survey]] = {}
        self._local: dict[str, tuple[Survey, tuple[Edge, ...]]] = {}
        self._cyclic: dict[str, bool] = {}

    def survey(self, schema: Json) -> Survey:
        """Tell what the composition below a schema says about names; references are followed, each once."""
        if not isinstance(schema, dict):
            return EMPTY
        known = self._surveys.get(id(schema))
        if known is None:
            known = self._surveys[id(schema)] = schema, self._whole(schema)
        return known[1]

    def _whole(self, schema: dict[str, Any]) -> Survey:
        if _COMPOSING.isdisjoint(schema):
            return self._own(schema)
        found, edges = self._written(schema)
        waiting, seen, level = set(edges), set(edges), 0
        while waiting:
            level += 1
            if level > _DEEPEST:
                raise SchemaProblem("", "$ref", f"more than {_DEEPEST} references after one another")
            following = set[Edge]()
            for name, branched in waiting:
                part, further = self._definition(name)
                found = found.joined(part.branched() if branched else part)
                following.update((other, branched or apart) for other, apart in further)
            waiting = following - seen
            seen |= waiting
        return found

    def _definition(self, name: str) -> tuple[Survey, tuple[Edge, ...]]:
        if name not in self._local:
            self._local[name] = self._written(self._document.defs.get(name))
        return self._local[name]

    def _written(self, schema: Json) -> tuple[Survey, tuple[Edge, ...]]:
        """Give what stands in a schema object and in the parts written inside it, and what they refer to."""
        found, edges, waiting = EMPTY, dict[Edge, None](), [(schema, False, 0)]
        seen: set[tuple[int, bool]] = set()
        while waiting:
            part, branched, level = waiting.pop()
            if not isinstance(part, dict) or (id(part), branched) in seen:
                continue
            seen.add((id(part), branched))
            if level > _DEEPEST:
                raise SchemaProblem("", "", f"more than {_DEEPEST} schemas inside one another")
            own = self._own(part)
            found = found.joined(own.branched() if branched else own)
            name = reference(part.get("$ref"))
            if name is not None:
                edges[name, branched] = None
            waiting.extend((inner, branched, level + 1) for inner in conjuncts(part))
            waiting.extend((inner, True, level + 1) for inner in branches(part))
        return found, tuple(edges)

    def _own(self, schema: dict[str, Any]) -> Survey:
        declares = any(schema.get(word) for word in ("properties", "patternProperties", "required"))
        explicit = any(word in schema for word in GOVERNING)
        hidden = self.hidden(schema)
        return Survey(declares, explicit, hidden) if declares or explicit or hidden else EMPTY

    def hidden(self, schema: dict[str, Any]) -> frozenset[str]:
        """Names that this object's own `properties` make absent in this direction."""
        properties = schema.get("properties")
        if not self._flag or not isinstance(properties, dict):
            return frozenset()
        return frozenset(name for name, value in properties.items() if self._flagged(value, frozenset()))

    def _flagged(self, schema: Json, seen: frozenset[str]) -> bool:
        if not isinstance(schema, dict) or not (self._flag in schema or "$ref" in schema or "allOf" in schema):
            return False
        if schema.get(self._flag) is True:
            return True
        name = reference(schema.get("$ref"))
        if name is not None and name not in seen and self._flagged(self._document.defs.get(name), seen | {name}):
            return True
        return any(self._flagged(part, seen) for part in _dicts(schema.get("allOf")))

    def cyclic(self, name: str) -> bool:
        """Whether a definition contains itself in place, without going into a part of the instance."""
        if name not in self._cyclic:
            self._cyclic.update(circular(name, lambda one: self._in_place(self._document.defs.get(one))))
        return self._cyclic[name]

    @staticmethod
    def _in_place(schema: Json) -> Iterator[str]:
        stack, seen = [schema], set[int]()
        while stack:
            part = stack.pop()
            if isinstance(part, dict) and id(part) not in seen:
                seen.add(id(part))
                name = reference(part.get("$ref"))
                if name is not None:
                    yield name
                stack.extend(conjuncts(part))
                stack.extend(branches(part))
                stack.extend(part[word] for word in ("not", "if") if word in part)
