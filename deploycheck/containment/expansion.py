"""Takes schemas apart into single-type alternatives.

Twice, for two uses: *over* gives at least what the schema admits (for senders), *under* at most that (for receivers).
What cannot be taken apart is left out in the first case and kept as an opaque demand in the second.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

from deploycheck.containment import facets
from deploycheck.containment.alternatives import ANY_ALT, Alt, Arrays, Finite, Layer, Objects
from deploycheck.containment.merging import Merger
from deploycheck.containment.model import Json
from deploycheck.containment.negation import negated
from deploycheck.containment.nodes import IMPOSSIBLE, Conj, Graph, Node, alone
from deploycheck.containment.unevaluated import unevaluated_items, unevaluated_properties

_SUBSETS = 3
"""Up to so many branches of `anyOf` are combined when `unevaluated*` asks which of them hold together."""
_APART = 40
"""In unions of more branches a branch's own layers stand among those of the others, too: looser, but one list."""

Alts = tuple[Alt, ...]


class Expander:
    """Expansions of nodes and conjunctions, kept for a session."""

    __slots__ = ("_conjs", "_nodes", "_plain", "cap", "merger")

    def __init__(self, merger: Merger, cap: int = 200) -> None:
        self.merger = merger
        self.cap = cap
        self._nodes: dict[tuple[int, bool, bool], Alts] = {}
        self._conjs: dict[tuple[Conj, bool], Alts] = {}
        self._plain: dict[tuple[bytes, bool], Alts] = {}

    def expand(self, place: Conj, *, over: bool) -> Alts:
        """Give the alternatives of a conjunction."""
        if not place:
            return ANY_ALT
        if len(place) == 1:
            return self._node(place[0], over, tracked=False)
        asked = (place, over)
        if asked not in self._conjs:
            found = self._node(place[0], over, tracked=False)
            for node in place[1:]:
                found = self._both(found, self._node(node, over, tracked=False), over)
            self._conjs[asked] = found
        return self._conjs[asked]

    def _node(self, node: Node, over: bool, *, tracked: bool) -> Alts:  # noqa: FBT001 - passed on everywhere
        if node.truth is not None:
            return ANY_ALT if node.truth else ()
        asked = (node.uid, over, tracked)
        if asked not in self._nodes:
            self._nodes[asked] = self._plainly(node, over) if node.plain else self._fresh(node, over, tracked)
        return self._nodes[asked]

    def _plainly(self, node: Node, over: bool) -> Alts:  # noqa: FBT001 - passed on everywhere
        """Take a schema apart that has no parts, once for all nodes that have the same text."""
        asked = (node.plain, over)
        if asked not in self._plain:
            self._plain[asked] = self._fresh(node, over, tracked=False)
        return self._plain[asked]

    def _fresh(self, node: Node, over: bool, tracked: bool) -> Alts:  # noqa: FBT001 - passed on everywhere
        if node.any_of:
            return self._united([self.expand(part, over=over) for part in node.any_of], over)
        schema, graph = node.schema, node.side
        assert isinstance(schema, dict)  # noqa: S101 - booleans were answered before
        assert graph is not None  # noqa: S101 - only unions and booleans have no side
        tracked = tracked or "unevaluatedProperties" in schema or "unevaluatedItems" in schema
        found: Alts = tuple(facets.alternatives(schema, graph))
        values = facets.listed(schema)
        if values is not None:
            found = self._both((values,), found, over)
        for part in self._parts(node, schema, graph, over, tracked):
            found = self._both(found, part, over)
        return self._after(node, schema, graph, found, over)

    def _parts(
        self,
        node: Node,
        schema: dict[str, Any],
        graph: Graph,
        over: bool,  # noqa: FBT001 - passed on everywhere
        tracked: bool,  # noqa: FBT001 - passed on everywhere
    ) -> Iterable[Alts]:
        def inner(part: Json) -> Alts:
            return self._node(graph.node(part), over, tracked=tracked)

        if "$ref" in schema:
            yield inner({"$ref": schema["$ref"]})
        for part in schema.get("allOf", ()):
            yield inner(part)
        if "anyOf" in schema:
            yield self._any([inner(part) for part in schema["anyOf"]], over, tracked)
        if "oneOf" in schema:
            branches = self._any([inner(part) for part in schema["oneOf"]], over, tracked)
            yield tuple(_with_opaque(alt, "oneOf", node) for alt in branches)
        if "x-not-listed" in schema:
            yield self.merger.without(schema["x-not-listed"])
        if "if" in schema and schema.keys() & {"then", "else"}:
            yield self._conditional(node, schema, graph, over, inner)
        if "not" in schema:
            yield self._opposite(node, schema["not"], graph, over)
        for name, needed in schema.get("dependentRequired", {}).items():
            yield _when_present(name, (Objects(frozenset(needed)),), self, over)
        for name, part in schema.get("dependentSchemas", {}).items():
            yield _when_present(name, inner(part), self, over)

    def _any(self, branches: list[Alts], over: bool, tracked: bool) -> Alts:  # noqa: FBT001 - passed on everywhere
        if not tracked or len(branches) < 2:  # noqa: PLR2004 - one branch is no union
            return self._united(branches, over)
        if len(branches) <= _SUBSETS:
            found = list(branches)
            for size in range(2, len(branches) + 1):
                for chosen in combinations(branches, size):
                    together = chosen[0]
                    for branch in chosen[1:]:
                        together = self._both(together, branch, over)
                    found.append(tuple(alt for alt in together if isinstance(alt, Objects | Arrays)))
            return self._united(found, over)
        layers = [
            tuple(layer for alt in branch if isinstance(alt, Objects) for layer in alt.layers) for branch in branches
        ]
        everywhere = tuple(layer for part in layers for layer in part) if len(branches) > _APART else ()
        found = []
        for index, branch in enumerate(branches):
            others = everywhere or tuple(layer for at, part in enumerate(layers) if at != index for layer in part)
            found.append(
                tuple(replace(alt, maybe=alt.maybe + others) if isinstance(alt, Objects) else alt for alt in branch)
            )
        return self._united(found, over)

    def _conditional(
        self,
        node: Node,
        schema: dict[str, Any],
        graph: Graph,
        over: bool,  # noqa: FBT001 - passed on everywhere
        inner: Callable[[Any], Alts],
    ) -> Alts:
        then, other = inner(schema.get("then", True)), inner(schema.get("else", True))
        held = self._both(inner(schema["if"]), then, over)
        opposite = negated(schema["if"], graph.side)
        if opposite is not None:
            return self._united([held, self._both(_silent(inner(opposite)), other, over)], over)
        if over:
            found = self._united([held, other], over)
            return tuple(_with_opaque(alt, "if", node) for alt in found)
        unsure = tuple(_with_opaque(alt, "if", node) for alt in ANY_ALT)
        return self._united([held, self._both(then, other, over), unsure], over)

    def _opposite(self, node: Node, part: Json, graph: Graph, over: bool) -> Alts:  # noqa: FBT001 - passed on
        opposite = negated(part, graph.side)
        if opposite is not None:
            return _silent(self._node(graph.node(opposite), over, tracked=False))
        return tuple(_with_opaque(alt, "not", node) for alt in ANY_ALT)

    def _after(
        self,
        node: Node,
        schema: dict[str, Any],
        graph: Graph,
        found: Alts,
        over: bool,  # noqa: FBT001 - passed on everywhere
    ) -> Alts:
        if schema.keys() & {"unevaluatedProperties", "unevaluatedItems"}:
            found = tuple(self._evaluated(alt, node, over) if isinstance(alt, Finite) else alt for alt in found)
        if "unevaluatedProperties" in schema:
            rest = _place(graph, schema["unevaluatedProperties"])
            found = tuple(
                unevaluated_properties(alt, rest, over=over) if isinstance(alt, Objects) else alt for alt in found
            )
        if "unevaluatedItems" in schema:
            rest = _place(graph, schema["unevaluatedItems"])
            found = tuple(unevaluated_items(alt, rest, over=over) if isinstance(alt, Arrays) else alt for alt in found)
        return found

    def _evaluated(self, alt: Finite, node: Node, over: bool) -> Finite:  # noqa: FBT001 - passed on everywhere
        """Give those listed values that the whole schema takes: what they evaluate is the validator's to say.

        A value without parts evaluates nothing.
        """
        answers = [
            (value, not isinstance(value, dict | list) or self.merger.oracle.accepts((node,), value))
            for value in alt.values
        ]
        return replace(alt, values=tuple(value for value, taken in answers if taken or (taken is None and over)))

    def _united(self, branches: Iterable[Alts], over: bool) -> Alts:  # noqa: FBT001 - passed on everywhere
        alts: list[Alt] = []
        values: list[Any] = []
        for branch in branches:
            for alt in branch:
                if isinstance(alt, Finite) and not alt.opaque:
                    values.extend(alt.values)
                else:
                    alts.append(alt)
        if values:
            alts.insert(0, self.merger.finite(values))
        if len(alts) <= self.cap:
            return tuple(alts)
        return self.merger.loosened(alts) if over else tuple(alts[: self.cap])

    def _both(self, one: Alts, other: Alts, over: bool) -> Alts:  # noqa: FBT001 - passed on everywhere
        if one is ANY_ALT:
            return other
        if other is ANY_ALT:
            return one
        found: list[Alt] = []
        for first in one:
            for second in other:
                merged = self.merger.merge(first, second, over=over)
                if merged is not None:
                    found.append(merged)
            if len(found) > self.cap:
                return one if over else tuple(found[: self.cap])
        return tuple(found)


def _place(graph: Graph, schema: Json) -> Conj:
    return alone(graph.node(schema))


def _silent(alts: Alts) -> Alts:
    """Give the same alternatives, evaluating nothing: what stands below `not` leaves no annotations."""
    return tuple(
        replace(alt, layers=tuple(replace(layer, evaluates=False) for layer in alt.layers))
        if isinstance(alt, Objects)
        else replace(alt, rows=tuple(replace(row, evaluates=False) for row in alt.rows))
        if isinstance(alt, Arrays)
        else alt
        for alt in alts
    )


def _with_opaque(alt: Alt, word: str, node: Node) -> Alt:
    return replace(alt, opaque=(*alt.opaque, (word, node)))


def _when_present(name: str, then: Alts, expander: Expander, over: bool) -> Alts:  # noqa: FBT001 - passed on
    """Give a name is absent, or it is there and something more holds; other types are left alone."""
    absent = Objects(layers=(Layer({name: IMPOSSIBLE}, evaluates=False),))
    present = expander._both((Objects(frozenset([name])),), then, over)  # noqa: SLF001 - same module
    return (*(alt for alt in ANY_ALT if not isinstance(alt, Objects)), absent, *present)
