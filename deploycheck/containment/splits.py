"""Ways to cut one alternative of the sender so that several of the receiver's can share it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from deploycheck.containment.alternatives import Alt, Finite, Layer, Numbers, Objects, Strings
from deploycheck.containment.gaps import Proving, mentioned
from deploycheck.containment.merging import property_value
from deploycheck.containment.nodes import IMPOSSIBLE, Conj, Node
from deploycheck.containment.scalars import number_parts, string_parts

_MOST_VALUES = 24
_MOST_NAMES = 8


def parts_of(prover: Proving, alt: Alt, targets: Sequence[Alt]) -> Iterator[list[Alt]]:
    """Each way gives parts that together admit what the alternative admits."""
    match alt:
        case Numbers():
            parts: list[Alt] = list(number_parts(alt, [each for each in targets if isinstance(each, Numbers)]))
            if len(parts) > 1:
                yield parts
        case Strings():
            parts = list(string_parts(alt, [each for each in targets if isinstance(each, Strings)]))
            if len(parts) > 1:
                yield parts
        case Objects():
            yield from _object_parts(prover, alt, [each for each in targets if isinstance(each, Objects)])
        case _:
            return


def _object_parts(prover: Proving, alt: Objects, targets: list[Objects]) -> Iterator[list[Alt]]:
    names = list(dict.fromkeys(name for target in targets for name in mentioned(alt, target)))[:_MOST_NAMES]
    for name in names:
        place = property_value(alt, name, over=True)
        if place is IMPOSSIBLE:
            continue
        values = _values(prover, place, [property_value(target, name, over=False) for target in targets])
        if name in alt.required and len(values) > 1:
            yield [_with(alt, name, value) for value in values]
        elif name not in alt.required:
            absent = _with(alt, name, IMPOSSIBLE)
            present = replace(alt, required=alt.required | {name})
            yield [absent, *[_with(present, name, value) for value in values]]


def _values(prover: Proving, place: Conj, targets: list[Conj]) -> list[Conj]:
    """Give the values of a property one by one, or its types one by one; many values in groups."""
    alts = prover.expander.expand(place, over=True)
    groups = [[value] for each in alts if isinstance(each, Finite) for value in each.values]
    if len(groups) > _MOST_VALUES:
        groups = _alike(prover, [value for group in groups for value in group], targets)
    kinds = sorted({each.kind for each in alts if not isinstance(each, Finite)})
    if len(groups) + len(kinds) > _MOST_VALUES or len(groups) + len(kinds) < 2:  # noqa: PLR2004 - nothing to cut
        return [()]
    side = next((node.side for node in place if node.side is not None), None)
    if side is None:
        return [()]
    nodes = [Node({"enum": group}, side) for group in groups] + [Node({"type": kind}, side) for kind in kinds]
    return [(node,) for node in nodes]


def _alike(prover: Proving, values: list[Any], targets: list[Conj]) -> list[list[Any]]:
    """Put values together that the same targets take: no target could tell them apart."""
    expander = prover.expander
    takers = [expander.expand(target, over=True) for target in targets]
    groups: dict[tuple[bool, ...], list[Any]] = {}
    for value in values:
        taken = tuple(any(expander.merger.admits(alt, value) is not False for alt in alts) for alts in takers)
        groups.setdefault(taken, []).append(value)
    return list(groups.values())


def _with(alt: Objects, name: str, place: Conj) -> Objects:
    if not place:
        return alt
    return replace(alt, layers=(*alt.layers, Layer({name: place}, evaluates=False)))
