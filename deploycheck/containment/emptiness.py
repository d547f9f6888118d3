"""Whether an alternative, or a whole place, admits no value at all."""

from deploycheck.containment.alternatives import (
    Alt,
    Arrays,
    Counted,
    Finite,
    Numbers,
    Objects,
    Strings,
)
from deploycheck.containment.expansion import Expander
from deploycheck.containment.formats import looks
from deploycheck.containment.language import outside
from deploycheck.containment.merging import item_value, property_value
from deploycheck.containment.nodes import IMPOSSIBLE, Conj, Meaning, Node, conj, meaning
from deploycheck.containment.oracle import Oracle
from deploycheck.containment.scalars import members

_DEPTH = 12
_FEW = 20


class Emptiness:
    """Answers True only when it is certain that there is no value."""

    __slots__ = ("_expander", "_known", "_oracle")

    def __init__(self, expander: Expander, oracle: Oracle) -> None:
        self._expander = expander
        self._oracle = oracle
        self._known: dict[Meaning, bool] = {}

    def place(self, place: Conj, depth: int = 0) -> bool:
        """Whether a place admits nothing; a schema that needs itself inside itself counts as admitting something."""
        if place is IMPOSSIBLE or (place and place[0].truth is False):
            return True
        if not place or depth > _DEPTH:
            return False
        asked = meaning(place)
        if asked not in self._known:
            self._known[asked] = False
            self._known[asked] = all(self.alternative(alt, depth) for alt in self._expander.expand(place, over=True))
        return self._known[asked]

    def alternative(self, alt: Alt, depth: int = 0) -> bool:
        """Whether one alternative admits nothing."""
        if any(word == "not" and _everything(node) for word, node in alt.opaque):
            return True
        match alt:
            case Finite():
                return not alt.values
            case Numbers():
                return members(alt) == []
            case Strings():
                return self._strings(alt)
            case Arrays():
                return self._arrays(alt, depth)
            case Objects():
                return self._objects(alt, depth)

    @staticmethod
    def _strings(alt: Strings) -> bool:
        if alt.high is not None and alt.low > alt.high:
            return True
        patterns = looks(alt)
        return bool(patterns) and outside(patterns, None, alt.low, alt.high)[1]

    def _arrays(self, alt: Arrays, depth: int) -> bool:
        if alt.high is not None and alt.low > alt.high:
            return True
        length = max((len(row.prefix) for row in alt.rows), default=0)
        if any(self.place(item_value(alt, index), depth + 1) for index in range(min(alt.low, length + 1, _FEW))):
            return True
        return any(self._never(alt, counted, length, depth) for counted in alt.contains if counted.low > 0)

    def _never(self, alt: Arrays, counted: Counted, length: int, depth: int) -> bool:
        """Whether a wanted element can stand nowhere, or not often enough."""
        if alt.high is not None and alt.high < counted.low:
            return True
        items = {item_value(alt, index) for index in range(min(length + 1, alt.high or length + 1))}
        return all(self.place(conj([*item, counted.node]), depth + 1) for item in items)

    def _objects(self, alt: Objects, depth: int) -> bool:
        if alt.high is not None and max(alt.low, len(alt.required)) > alt.high:
            return True
        if any(self.place(property_value(alt, name, over=True), depth + 1) for name in alt.required):
            return True
        if alt.names and any(self._oracle.accepts(alt.names, name) is False for name in alt.required):
            return True
        if alt.low == 0:
            return False
        names = possible_names(alt)
        return names is not None and alt.low > len(names)


def _everything(node: Node) -> bool:
    """Tell whether a `not` denies everything; deeper contradictions are the second prover's."""
    return isinstance(node.schema, dict) and node.schema["not"] is True


def lists_names(alt: Objects) -> bool:
    """Whether the names that an object of the alternative can have are listed."""
    return any(layer.rest is IMPOSSIBLE and not layer.patterns for layer in alt.layers)


def possible_names(alt: Objects) -> set[str] | None:
    """All names that an object of the alternative can have, None when they cannot be listed."""
    open_layers = [layer for layer in alt.layers if layer.rest is IMPOSSIBLE and not layer.patterns]
    if not open_layers:
        return None
    names = set.intersection(*(set(layer.names) for layer in open_layers))
    return {name for name in names if property_value(alt, name, over=True) is not IMPOSSIBLE}
