"""Where one array or object alternative is not proved to lie inside another.

No gap is a proof. The proof stops at the first gap; the witness search walks through all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from deploycheck.containment.alternatives import Arrays, Counted, Layer, Objects
from deploycheck.containment.emptiness import Emptiness, lists_names, possible_names
from deploycheck.containment.expansion import Expander
from deploycheck.containment.keywords import OTHER_NAMES
from deploycheck.containment.language import outside
from deploycheck.containment.merging import item_value, property_value
from deploycheck.containment.nodes import IMPOSSIBLE, Conj, Node, conj
from deploycheck.containment.oracle import Oracle, matches

_MOST_PATTERNS = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is not proved."""

    keyword: str
    part: str | int | None = None
    """The property or element it is about; None for the whole."""
    sender: Conj | None = None
    receiver: Conj | None = None
    """What both say about the part."""


class Proving(Protocol):
    """What the gaps need from the prover."""

    expander: Expander
    emptiness: Emptiness
    oracle: Oracle

    def proved(self, sender: Conj, receiver: Conj, depth: int) -> bool:
        """Whether one place is proved to lie inside another."""
        ...


def object_gaps(prover: Proving, sender: Objects, receiver: Objects, depth: int) -> Iterator[Gap]:
    """Gaps between two object alternatives; opaque demands are the caller's."""
    yield from (Gap("required", name) for name in sorted(receiver.required - sender.required))
    if receiver.low > max(sender.low, len(sender.required)):
        yield Gap("minProperties")
    if receiver.high is not None and not _at_most(sender.high, receiver.high):
        names = possible_names(sender)
        listed = None if names is None else len(names)
        if not _at_most(listed, receiver.high):
            yield Gap("maxProperties")
    if receiver.excluded:
        yield Gap("not")
    yield from _named_gaps(prover, sender, receiver, depth)
    if not lists_names(sender) and listed_names(prover, sender) is None:
        yield from _other_gaps(prover, sender, receiver, depth)


def _at_most(bound: int | None, limit: int) -> bool:
    return bound is not None and bound <= limit


def listed_names(prover: Proving, sender: Objects) -> set[str] | None:
    """Give the names that `propertyNames` of the sender lists, None when it lists none."""
    if not sender.names:
        return None
    alts = prover.expander.expand(sender.names, over=True)
    if any(alt.kind == "string" for alt in alts):
        return None
    return {value for alt in alts if alt.kind == "finite" for value in alt.values if isinstance(value, str)}


def mentioned(sender: Objects, receiver: Objects) -> list[str]:
    """All names that either side speaks about, those with listed values first: they tell unions apart."""
    names: dict[str, bool] = dict.fromkeys(sorted(sender.required | receiver.required), True)
    for layer in (*receiver.layers, *sender.layers):
        for name, place in layer.names.items():
            if not names.get(name):
                names[name] = _tells(place)
    return [*[name for name in names if names[name]], *[name for name in names if not names[name]]]


def _tells(place: Conj) -> bool:
    for node in place:  # noqa: SIM110  asked so often that a generator would be most of it
        if node.lists:
            return True
    return False


def _named_gaps(prover: Proving, sender: Objects, receiver: Objects, depth: int) -> Iterator[Gap]:
    listed = listed_names(prover, sender)
    names = mentioned(sender, receiver)
    if listed is not None:
        names = [*[name for name in names if name in listed], *sorted(listed - set(names))]
    for name in names:
        sent = property_value(sender, name, over=True)
        if sent is IMPOSSIBLE or (sender.names and prover.oracle.accepts(sender.names, name) is False):
            continue
        taken = property_value(receiver, name, over=False)
        if taken and not prover.proved(sent, taken, depth + 1):
            yield Gap("properties", name, sent, taken)
        named = not receiver.names or prover.oracle.accepts(receiver.names, name) is True
        if not named and not prover.emptiness.place(sent):
            yield Gap("propertyNames", name, sent)


def _other_gaps(prover: Proving, sender: Objects, receiver: Objects, depth: int) -> Iterator[Gap]:
    """Names that nobody mentions, region by region: which of the patterns of both sides they match."""
    patterns = sorted({pattern for layer in (*sender.layers, *receiver.layers) for pattern, _ in layer.patterns})
    if len(patterns) > _MOST_PATTERNS:
        yield Gap("patternProperties")
        return
    forced = _name_patterns(prover, sender)
    for signs in product((False, True), repeat=len(patterns)):
        matched = frozenset(pattern for pattern, sign in zip(patterns, signs, strict=True) if sign)
        missed = frozenset(patterns) - matched
        if _no_name(matched | forced, missed):
            continue
        sent = _region(sender, matched)
        if sent is IMPOSSIBLE or prover.emptiness.place(sent):
            continue
        taken = _region(receiver, matched)
        if taken and not prover.proved(sent, taken, depth + 1):
            yield Gap("additionalProperties", fresh_name(sender, receiver, matched | forced, missed), sent, taken)
        if receiver.names and not _names_proved(prover, sender.names, matched, receiver.names, depth):
            refused = missed | _name_patterns(prover, receiver)
            name = fresh_name(sender, receiver, matched | forced, refused)
            yield Gap("propertyNames", name or fresh_name(sender, receiver, matched | forced, missed), sent)


def _region(alt: Objects, matched: frozenset[str]) -> Conj:
    def says(layer: Layer) -> Iterator[Node]:
        speaking = [place for pattern, place in layer.patterns if pattern in matched]
        for place in speaking or [layer.rest]:
            yield from place

    return conj(node for layer in alt.layers for node in says(layer))


def _no_name(matched: frozenset[str], missed: frozenset[str]) -> bool:
    """Whether it is certain that no name matches all of the one and none of the other."""
    if matched and outside(matched, None, 0, None)[1]:
        return True
    return any(outside(matched, pattern, 0, None)[1] for pattern in missed)


def _name_patterns(prover: Proving, sender: Objects) -> frozenset[str]:
    alts = (
        [alt for alt in prover.expander.expand(sender.names, over=True) if alt.kind == "string"] if sender.names else []
    )
    return alts[0].patterns if len(alts) == 1 else frozenset()


def _names_proved(prover: Proving, sent: Conj, matched: frozenset[str], taken: Conj, depth: int) -> bool:
    side = taken[0].side
    text = Node({"type": "string"}, side)
    regions = [Node({"pattern": pattern}, side) for pattern in sorted(matched)]
    return prover.proved(conj([*sent, text, *regions]), taken, depth + 1)


def fresh_name(sender: Objects, receiver: Objects, matched: frozenset[str], missed: frozenset[str]) -> str | None:
    """Give a name that no side mentions, matching some patterns and not others."""
    taken = set(mentioned(sender, receiver))
    first = outside(matched, next(iter(sorted(missed)), None), 1, None)[0]
    options = [*OTHER_NAMES, first, *(outside(matched, None, length, None)[0] for length in (1, 5, 9))]
    for name in options:
        if name is None or name in taken:
            continue
        if all(matches(pattern, name) for pattern in matched) and not any(matches(pattern, name) for pattern in missed):
            return name
    return None


def longest(alt: Arrays) -> int | None:
    """Give the most elements that an array of the alternative can have, None without end."""
    high = alt.high
    for index in range(max((len(row.prefix) for row in alt.rows), default=0) + 1):
        if (high is None or index < high) and item_value(alt, index) is IMPOSSIBLE:
            return index
    return high


def array_gaps(prover: Proving, sender: Arrays, receiver: Arrays, depth: int) -> Iterator[Gap]:
    """Gaps between two array alternatives; opaque demands are the caller's."""
    high = longest(sender)
    if receiver.low > sender.low:
        yield Gap("minItems")
    if receiver.high is not None and not _at_most(high, receiver.high):
        yield Gap("maxItems")
    if receiver.excluded:
        yield Gap("not")
    if receiver.unique and not sender.unique and not _at_most(high, 1):
        yield Gap("uniqueItems")
    length = max((len(row.prefix) for row in (*sender.rows, *receiver.rows)), default=0)
    for index in range(length + 1):
        if high is not None and index >= high:
            break
        sent, taken = item_value(sender, index), item_value(receiver, index)
        if taken and not prover.proved(sent, taken, depth + 1):
            yield Gap("items" if index == length else "prefixItems", index, sent, taken)
    for counted in receiver.contains:
        if not _counts(prover, sender, counted, high, depth):
            yield Gap("contains", None, None, (counted.node,))


def _counts(prover: Proving, sender: Arrays, wanted: Counted, high: int | None, depth: int) -> bool:
    """Whether the counts of a `contains` are implied by the sender's own, or by its elements."""
    low_held = wanted.low == 0
    high_held = wanted.high is None or _at_most(high, wanted.high)
    for given in sender.contains:
        low_held = low_held or (given.low >= wanted.low and prover.proved((given.node,), (wanted.node,), depth + 1))
        if wanted.high is not None and _at_most(given.high, wanted.high):
            high_held = high_held or prover.proved((wanted.node,), (given.node,), depth + 1)
    if not low_held and sender.low >= wanted.low:
        length = max((len(row.prefix) for row in sender.rows), default=0)
        places = {item_value(sender, index) for index in range(length + 1)}
        low_held = all(prover.proved(place, (wanted.node,), depth + 1) for place in places)
    return low_held and high_held
