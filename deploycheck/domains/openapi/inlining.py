"""A spec of several files as the one document that its authors mean, for whoever judges its form.

OpenAPI allows a reference in some places only. Authors of large specs put one anywhere, and their bundlers resolve it
before any tool sees it; so do we. References inside a schema stay: a schema may be one, and may contain itself.
"""

from typing import Any, Final

from deploycheck.domains.openapi.specification import MAX_HOPS, Node, Specification, Spot

_SCHEMAS: Final = frozenset(("schema", "schemas", "itemSchema"))
_DATA: Final = frozenset(("example", "examples", "x-examples", "default", "enum", "const"))
_MOST_LEVELS: Final = 40
_MOST_VALUES: Final = 500_000


class Inliner:
    """Puts what references to other files name in their place; what is beyond the bounds stays a reference."""

    __slots__ = ("_left", "_specification")

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._left = _MOST_VALUES

    def document(self) -> Any:  # noqa: ANN401  any JSON value
        """Give the root document as its author wrote it, references to other files resolved."""
        root = self._specification.root
        if not root.references or root.upgraded:
            return root.document.value
        return self._inlined(Node(root.document.value, Spot(root)), 0)

    def _inlined(self, node: Node, level: int) -> Any:  # noqa: ANN401  any JSON value
        self._left -= 1
        node = self._followed(node, level)
        value, spot = node.value, node.spot
        if isinstance(value, dict):
            kept = {}
            for key, part in value.items():
                alone = not isinstance(part, dict | list) or key in _SCHEMAS or key in _DATA
                kept[key] = part if alone else self._inlined(Node(part, spot.at(key)), level + 1)
            return kept
        if isinstance(value, list):
            return [
                self._inlined(Node(part, spot.at(str(index))), level + 1) if isinstance(part, dict | list) else part
                for index, part in enumerate(value)
            ]
        return value

    def _followed(self, node: Node, level: int) -> Node:
        """Follow references that leave the root's own file, as far as the bounds allow."""
        for _ in range(MAX_HOPS):
            text = node.get("$ref")
            own = node.spot.file.path == self._specification.root.path
            if not isinstance(text, str) or (own and text.startswith("#")) or level > _MOST_LEVELS or self._left < 0:
                return node
            place = self._specification.named(text, node.spot.file.path)
            if place is None:
                return node
            node = self._specification.fetch(place)
        return node


def source(specification: Specification, steps: tuple[str, ...]) -> Spot:
    """Give where the value at `steps` of the inlined document stands in the spec's files."""
    node = specification.node()
    for step in steps:
        below = specification.child(node, step) if isinstance(node.value, dict) else _element(specification, node, step)
        node = below if below.value is not None else Node(None, node.spot.at(step))
    return node.spot


def _element(specification: Specification, node: Node, step: str) -> Node:
    listed = node.value if isinstance(node.value, list) else []
    part = listed[int(step)] if step.isdigit() and int(step) < len(listed) else None
    return specification.follow(Node(part, node.spot.at(step)))
