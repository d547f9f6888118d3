"""What `unevaluatedProperties` and `unevaluatedItems` say about one alternative."""

from dataclasses import replace

from deploycheck.containment.alternatives import Arrays, Layer, Objects, Row
from deploycheck.containment.nodes import ANYTHING, Conj, union


def unevaluated_properties(alt: Objects, rest: Conj, *, over: bool) -> Objects:
    """Give the alternative with a last layer: what no layer evaluated satisfies `rest`."""
    speaking = [layer for layer in alt.layers if layer.evaluates]
    if any(layer.whole for layer in speaking):
        return replace(alt, maybe=())
    names = {name: ANYTHING for layer in speaking for name in layer.names}
    patterns = {pattern: ANYTHING for layer in speaking for pattern, _ in layer.patterns}
    if over:
        rest = _perhaps(alt.maybe, names, patterns, rest)
    last = Layer(names, tuple(patterns.items()), rest, whole=True)
    return replace(alt, layers=(*alt.layers, last), maybe=())


def _perhaps(maybe: tuple[Layer, ...], names: dict[str, Conj], patterns: dict[str, Conj], rest: Conj) -> Conj:
    """Names that only other branches declare: as those branches say, since one of them must have accepted."""
    evaluating = [layer for layer in maybe if layer.evaluates]
    others = rest
    for layer in evaluating:
        if layer.whole:
            others = union([others, layer.rest])
        for pattern, _ in layer.patterns:
            patterns.setdefault(pattern, ANYTHING)
    for name in {name for layer in evaluating for name in layer.names} - names.keys():
        options = [layer.names[name] for layer in evaluating if name in layer.names]
        options.extend(ANYTHING for layer in evaluating if layer.patterns)
        names[name] = union([others, *options])
    return others


def unevaluated_items(alt: Arrays, rest: Conj, *, over: bool) -> Arrays:
    """Give the alternative with a last row: what no row evaluated satisfies `rest`."""
    speaking = [row for row in alt.rows if row.evaluates]
    if any(row.whole for row in speaking):
        return alt
    if alt.contains and over:
        return alt
    length = max((len(row.prefix) for row in speaking), default=0)
    return replace(alt, rows=(*alt.rows, Row((ANYTHING,) * length, rest, whole=True)))
