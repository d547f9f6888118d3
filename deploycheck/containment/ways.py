"""How many ways a validator may have to go through one place, so that nobody starts on two to the power of forty."""

from typing import Any, Final

from deploycheck.containment.composition import branches, conjuncts
from deploycheck.containment.document import reference
from deploycheck.containment.model import Json

MOST: Final = 1_000_000


def endless(document: Json) -> bool:
    """Whether the parts that stand for one value, references followed each time, are more than anybody can walk."""
    if not isinstance(document, dict) or "$defs" not in document:
        return False  # without references, what is written is what is walked
    counted = _Counted(document["$defs"])
    try:
        return any(counted.ways(part) > MOST for part in (document, *document["$defs"].values()))
    except RecursionError:
        return False  # the validator has its own bound for depth


class _Counted:
    """Counts of definitions, each made once; one that contains itself in place counts as one there."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self._known: dict[str, int] = {}

    def ways(self, schema: Json) -> int:
        """Give the number of schema objects that speak about the value of this one."""
        if not isinstance(schema, dict):
            return 1
        total = 1
        name = reference(schema.get("$ref"))
        if name is not None:
            total += self._named(name)
        for part in (*conjuncts(schema), *branches(schema), schema.get("not"), schema.get("if")):
            if part is not None:
                total += self.ways(part)
        return min(total, MOST + 1)

    def _named(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = 1
            self._known[name] = self.ways(self._definitions.get(name))
        return self._known[name]
