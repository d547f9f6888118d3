"""Alternatives joined: what two of them admit together, and whether one admits a given value."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from deploycheck.containment import facets
from deploycheck.containment.alternatives import (
    ANY_ALT,
    Alt,
    Arrays,
    Finite,
    Numbers,
    Objects,
    Strings,
)
from deploycheck.containment.exact import Unreadable, divides, exact, is_number, key
from deploycheck.containment.model import Json
from deploycheck.containment.nodes import Conj, conj
from deploycheck.containment.oracle import Oracle, has_format, matches


class Merger:
    """Merges alternatives; asks the oracle where a listed value meets a schema."""

    __slots__ = ("oracle",)

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle

    @staticmethod
    def finite(values: Iterable[Any]) -> Finite:
        """Give listed values without repetitions."""
        return Finite(tuple({key(value): value for value in values}.values()))

    @staticmethod
    def loosened(alts: list[Alt]) -> tuple[Alt, ...]:
        """At least what the alternatives admit, in few: everything of each type that occurs."""
        kinds = {alt.kind for alt in alts if not isinstance(alt, Finite)}
        values = [value for alt in alts if isinstance(alt, Finite) for value in alt.values]
        wide = [alt for alt in ANY_ALT if not isinstance(alt, Finite) and alt.kind in kinds]
        return (*([Merger.finite(values)] if values else []), *wide)

    @staticmethod
    def without(values: list[Any]) -> tuple[Alt, ...]:
        """Everything but some values."""
        keys = {key(value) for value in values}
        finite = Finite(tuple(value for value in (None, False, True) if key(value) not in keys))
        excluded = tuple(values)
        others = (replace(alt, excluded=excluded) for alt in ANY_ALT if not isinstance(alt, Finite))
        return (finite, *others)

    def merge(self, one: Alt, other: Alt, *, over: bool) -> Alt | None:
        """Tell what both admit (at least with `over`, else at most); None for nothing."""
        if isinstance(other, Finite) and not isinstance(one, Finite):
            one, other = other, one
        if isinstance(one, Finite):
            return self._listed(one, other, over=over)
        if type(one) is not type(other):
            return None
        opaque = tuple(dict.fromkeys((*one.opaque, *other.opaque)))
        excluded = (*one.excluded, *other.excluded)
        merged = _same_type(one, other)
        return None if merged is None else replace(merged, opaque=opaque, excluded=excluded)

    def _listed(self, one: Finite, other: Alt, *, over: bool) -> Finite | None:
        if isinstance(other, Finite):
            keys = other.known()
            kept = [value for value in one.values if key(value) in keys]
        else:
            kept = [value for value in one.values if self._kept(other, value, over=over)]
        opaque = tuple(dict.fromkeys((*one.opaque, *other.opaque)))
        return Finite(tuple(kept), opaque) if kept else None

    def _kept(self, alt: Alt, value: Json, *, over: bool) -> bool:
        answer = self.admits(alt, value)
        return over if answer is None else answer

    def admits(self, alt: Alt, value: Json) -> bool | None:
        """Whether an alternative admits a value, its opaque demands left aside; None when that is not known."""
        match alt:
            case Finite():
                return key(value) in alt.known()
            case Numbers():
                return is_number(value) and number_admits(alt, value)
            case Strings():
                return string_admits(alt, value) if isinstance(value, str) else False
            case Arrays():
                return self._array_admits(alt, value) if isinstance(value, list) else False
            case Objects():
                return self._object_admits(alt, value) if isinstance(value, dict) else False

    def _array_admits(self, alt: Arrays, value: list[Any]) -> bool | None:
        if len(value) < alt.low or (alt.high is not None and len(value) > alt.high) or _excluded(alt, value):
            return False
        if alt.contains or (alt.unique and len({key(part) for part in value}) < len(value)):
            return None if alt.contains else False
        sure = True
        for row in alt.rows:
            for index, part in enumerate(value):
                place = row.prefix[index] if index < len(row.prefix) else row.rest
                answer = self.oracle.accepts(place, part)
                if answer is False:
                    return False
                sure = sure and answer is True
        return True if sure else None

    def _object_admits(self, alt: Objects, value: dict[str, Any]) -> bool | None:
        if len(value) < alt.low or (alt.high is not None and len(value) > alt.high) or _excluded(alt, value):
            return False
        if not alt.required <= value.keys():
            return False
        sure = not alt.maybe
        for name, part in value.items():
            for place in (*(place for place in property_places(alt, name, over=False)), alt.names):
                asked = name if place is alt.names else part
                answer = self.oracle.accepts(place, asked)
                if answer is False:
                    return False if sure else None
                sure = sure and answer is True
        return True if sure else None


def property_places(alt: Objects, name: str, *, over: bool) -> list[Conj]:
    """Tell what each layer says about a property, one conjunction each."""
    found = []
    for layer in alt.layers:
        declared = name in layer.names
        if declared:
            found.append(layer.names[name])
        unsure = False
        for pattern, place in layer.patterns:
            answer = matches(pattern, name)
            unsure = unsure or answer is None
            declared = declared or bool(answer)
            if answer or (answer is None and not over):
                found.append(place)
        if not declared and not (unsure and over):
            found.append(layer.rest)
    return found


def property_value(alt: Objects, name: str, *, over: bool) -> Conj:
    """Give the conjunction that holds for a property of the alternative."""
    if len(alt.layers) == 1 and not alt.layers[0].patterns:
        return alt.layers[0].names.get(name, alt.layers[0].rest)
    return conj(node for place in property_places(alt, name, over=over) for node in place)


def item_value(alt: Arrays, index: int) -> Conj:
    """Give the conjunction that holds for an element of the alternative."""
    places = (row.prefix[index] if index < len(row.prefix) else row.rest for row in alt.rows)
    return conj(node for place in places for node in place)


def _excluded(alt: Arrays | Objects | Strings | Numbers, value: Json) -> bool:
    return any(key(value) == key(member) for member in alt.excluded)


def number_admits(alt: Numbers, value: Json) -> bool | None:
    """Whether a number lies in the alternative."""
    try:
        number = exact(value)
    except Unreadable:
        return None
    if alt.low is not None and (number < alt.low or (alt.low_open and number == alt.low)):
        return False
    if alt.high is not None and (number > alt.high or (alt.high_open and number == alt.high)):
        return False
    if alt.integer and number.denominator != 1:
        return False
    return all(divides(divisor, number) for divisor in alt.multiples) and not _excluded(alt, value)


def string_admits(alt: Strings, value: str) -> bool | None:
    """Whether a string lies in the alternative."""
    if len(value) < alt.low or (alt.high is not None and len(value) > alt.high) or _excluded(alt, value):
        return False
    answers = [matches(pattern, value) for pattern in alt.patterns]
    answers += [has_format(name, value) for name in alt.formats]
    if False in answers:
        return False
    return None if None in answers else True


def _same_type(one: Alt, other: Alt) -> Numbers | Strings | Arrays | Objects | None:
    match one, other:
        case Numbers(), Numbers():
            return _numbers(one, other)
        case Strings(), Strings():
            low, high = max(one.low, other.low), _least(one.high, other.high)
            if high is not None and low > high:
                return None
            return Strings(low, high, one.patterns | other.patterns, one.formats | other.formats)
        case Arrays(), Arrays():
            low, high = max(one.low, other.low), _least(one.high, other.high)
            if high is not None and low > high:
                return None
            return Arrays(low, high, one.rows + other.rows, one.unique or other.unique, one.contains + other.contains)
        case Objects(), Objects():
            return _objects(one, other)
        case _:
            return None


def _numbers(one: Numbers, other: Numbers) -> Numbers | None:
    found = replace(
        one, integer=one.integer or other.integer, multiples=tuple(dict.fromkeys(one.multiples + other.multiples))
    )
    if other.low is not None:
        found = facets.raised(found, other.low, other.low_open)
    if other.high is not None:
        found = facets.lowered(found, other.high, other.high_open)
    return facets.tidied(found)


def _objects(one: Objects, other: Objects) -> Objects | None:
    low, high = max(one.low, other.low), _least(one.high, other.high)
    required = one.required | other.required
    if high is not None and (low > high or len(required) > high):
        return None
    return Objects(
        required, low, high, one.layers + other.layers, conj(one.names + other.names), one.maybe + other.maybe
    )


def _least(one: int | None, other: int | None) -> int | None:
    return min((bound for bound in (one, other) if bound is not None), default=None)
