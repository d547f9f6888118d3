"""Whether references of a spec multiply: schemas of two references each, forty deep, are two to the forty parts."""

from typing import Final

from deploycheck.containment.composition import branches, conjuncts
from deploycheck.domains.openapi.references import Target
from deploycheck.domains.openapi.specification import Node, Specification, Spot

MOST: Final = 100_000
"""Schema objects that may speak about one value before a library that follows each of them is not asked."""


def multiplies(specification: Specification) -> Spot | None:
    """Give the first named schema whose parts, written out, are more than anybody can walk."""
    counted = _Counted(specification)
    listed = specification.node("components", "schemas")
    for name in listed.value if isinstance(listed.value, dict) else ():
        node = Node(listed.get(name), listed.spot.at(name))
        try:
            if counted.ways(node) > MOST:
                return node.spot
        except RecursionError:
            return node.spot
    return None


class _Counted:
    """Counts of what references name, each made once; what contains itself in place counts as one there."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._known: dict[Target, int] = {}

    def ways(self, node: Node) -> int:
        """Give the number of schema objects that speak about the value of this one."""
        if not isinstance(node.value, dict):
            return 1
        total = 1
        place = self._specification.named(node.get("$ref"), node.spot.file.path)
        if place is not None:
            total += self._named(place)
        for part in (*conjuncts(node.value), *branches(node.value), node.get("not")):
            if part is not None:
                total += self.ways(Node(part, node.spot))
        return min(total, MOST + 1)

    def _named(self, place: Target) -> int:
        if place not in self._known:
            self._known[place] = 1
            self._known[place] = self.ways(self._specification.fetch(place))
        return self._known[place]
