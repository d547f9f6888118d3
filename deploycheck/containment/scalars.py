"""Containment of numbers and strings: one alternative inside another."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from deploycheck.containment import facets
from deploycheck.containment.alternatives import Numbers, Strings
from deploycheck.containment.exact import common_multiple, divides, plain, round_up
from deploycheck.containment.formats import looks
from deploycheck.containment.language import included, outside
from deploycheck.containment.merging import number_admits, string_admits

_FEW = 64
_IMPLIED = {"uri": "uri-reference", "iri": "iri-reference"}
"""Formats whose every text has another format by definition (RFC 3986, RFC 3987)."""


def step(numbers: Numbers) -> Fraction | None:
    """Give the grid on which all numbers of the alternative lie, None for none."""
    steps = [*numbers.multiples, *([Fraction(1)] if numbers.integer else [])]
    return reduce(common_multiple, steps) if steps else None


def numbers_missing(sender: Numbers, receiver: Numbers) -> str | None:
    """Give the first keyword by which the receiver may reject a number of the sender, or None."""
    if receiver.low is not None and _beyond(sender.low, sender.low_open, receiver.low, receiver.low_open, 1):
        return "minimum"
    if receiver.high is not None and _beyond(sender.high, sender.high_open, receiver.high, receiver.high_open, -1):
        return "maximum"
    grid = step(sender)
    if receiver.integer and not (grid and grid.denominator == 1):
        return "type"
    if any(grid is None or not divides(divisor, grid) for divisor in receiver.multiples):
        return "multipleOf"
    if any(number_admits(sender, value) is not False for value in receiver.excluded):
        return "not"
    return None


def _beyond(bound: Fraction | None, is_open: bool, limit: Fraction, limit_open: bool, sign: int) -> bool:  # noqa: FBT001 - facets
    if bound is None or sign * bound < sign * limit:
        return True
    return bound == limit and limit_open and not is_open


def members(numbers: Numbers) -> list[Fraction] | None:
    """All numbers of the alternative when they are few, else None."""
    grid = step(numbers)
    if numbers.low is not None and numbers.low == numbers.high:
        return [numbers.low] if number_admits(numbers, plain(numbers.low)) else []
    if grid is None or numbers.low is None or numbers.high is None or (numbers.high - numbers.low) / grid > _FEW:
        return None
    first = round_up(numbers.low / grid, beyond=False) * grid
    found = []
    while first <= numbers.high:
        if number_admits(numbers, plain(first)):
            found.append(first)
        first += grid
    return found


def number_parts(sender: Numbers, receivers: list[Numbers]) -> Iterator[Numbers]:
    """Give the sender cut at the receivers' bounds."""
    cuts: set[tuple[Fraction, bool]] = set()
    for receiver in receivers:
        if receiver.low is not None:
            cuts.add((receiver.low, not receiver.low_open))
        if receiver.high is not None:
            cuts.add((receiver.high, receiver.high_open))
    rest: Numbers | None = sender
    for bound, before in sorted(cuts, key=lambda cut: (cut[0], not cut[1])):
        if rest is None:
            return
        below = facets.tidied(facets.lowered(rest, bound, before))
        if below is not None:
            yield below
        rest = facets.tidied(facets.raised(rest, bound, not before))
    if rest is not None:
        yield rest


def strings_missing(sender: Strings, receiver: Strings) -> str | None:
    """Give the first keyword by which the receiver may reject a string of the sender, or None."""
    given = looks(sender)
    if sender.low < receiver.low and not _long_enough(sender, receiver.low):
        return "minLength"
    if receiver.high is not None and (sender.high is None or sender.high > receiver.high):
        longer = max(sender.low, receiver.high + 1)
        if not given or receiver.high > _LONGEST or not outside(given, None, longer, sender.high)[1]:
            return "maxLength"
    for name in receiver.formats - sender.formats:
        if name not in {_IMPLIED.get(own) for own in sender.formats}:
            return "format"
    for pattern in receiver.patterns - sender.patterns:
        if not included(given, pattern, sender.low, sender.high):
            return "pattern"
    if any(string_admits(sender, value) is not False for value in receiver.excluded if isinstance(value, str)):
        return "not"
    return None


_LONGEST = 999


def _long_enough(sender: Strings, low: int) -> bool:
    given = looks(sender)
    if not given or low > _LONGEST:
        return False
    shorter = low - 1 if sender.high is None else min(low - 1, sender.high)
    return outside(given, None, sender.low, shorter)[1]


def string_parts(sender: Strings, receivers: list[Strings]) -> Iterator[Strings]:
    """Give the sender cut at the receivers' lengths."""
    cuts = {receiver.low for receiver in receivers} | {
        receiver.high + 1 for receiver in receivers if receiver.high is not None
    }
    low = sender.low
    for cut in sorted(cuts):
        if low < cut and (sender.high is None or cut <= sender.high):
            yield replace(sender, low=low, high=cut - 1)
            low = cut
    yield replace(sender, low=low)
