"""All schema objects that speak about one place of the instance, seen together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deploycheck.containment.document import Document, reference
from deploycheck.containment.keywords import CONJUNCTS, GOVERNING, UNIONS
from deploycheck.containment.model import Direction, Json

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

    __slots__ = ("_cyclic", "_document", "_flag", "_surveys")

    def __init__(self, document: Document, direction: Direction | None) -> None:
        self._document = document
        self._flag = _ACCESS_FLAG[direction]
        self._surveys: dict[str, Survey] = {}
        self._cyclic: dict[str, bool] = {}

    def survey(self, schema: Json) -> Survey:
        """Tell what the composition below a schema says about names; references are followed, cycles end."""
        return self._survey(schema, frozenset())

    def _survey(self, schema: Json, seen: frozenset[str]) -> Survey:
        if not isinstance(schema, dict):
            return EMPTY
        found = self._own(schema)
        name = reference(schema.get("$ref"))
        if name is not None:
            found = found.joined(self._named(name, seen))
        for part in conjuncts(schema):
            found = found.joined(self._survey(part, seen))
        for branch in branches(schema):
            found = found.joined(self._survey(branch, seen).branched())
        return found

    def _named(self, name: str, seen: frozenset[str]) -> Survey:
        if name in seen:
            return EMPTY
        if not seen and name in self._surveys:
            return self._surveys[name]
        found = self._survey(self._document.defs.get(name), seen | {name})
        if not seen:
            self._surveys[name] = found
        return found

    def _own(self, schema: dict[str, Any]) -> Survey:
        declares = any(schema.get(word) for word in ("properties", "patternProperties", "required"))
        explicit = any(word in schema for word in GOVERNING)
        return Survey(declares, explicit, self.hidden(schema))

    def hidden(self, schema: dict[str, Any]) -> frozenset[str]:
        """Names that this object's own `properties` make absent in this direction."""
        properties = schema.get("properties")
        if not self._flag or not isinstance(properties, dict):
            return frozenset()
        return frozenset(name for name, value in properties.items() if self._flagged(value, frozenset()))

    def _flagged(self, schema: Json, seen: frozenset[str]) -> bool:
        if not isinstance(schema, dict):
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
            seen: set[str] = set()
            stack = list(self._in_place(self._document.defs.get(name)))
            while stack and name not in seen:
                current = stack.pop()
                if current not in seen:
                    seen.add(current)
                    stack.extend(self._in_place(self._document.defs.get(current)))
            self._cyclic[name] = name in seen
        return self._cyclic[name]

    @staticmethod
    def _in_place(schema: Json) -> Iterator[str]:
        stack = [schema]
        while stack:
            part = stack.pop()
            if isinstance(part, dict):
                name = reference(part.get("$ref"))
                if name is not None:
                    yield name
                stack.extend(conjuncts(part))
                stack.extend(branches(part))
                stack.extend(part[word] for word in ("not", "if") if word in part)
