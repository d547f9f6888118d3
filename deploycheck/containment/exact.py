"""Numbers of JSON, exactly: no float ever takes part in a decision."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm

from deploycheck.containment.model import Json

MAX_EXPONENT = 400
"""Beyond ten to this power a number is not read, so that `1e999999999` costs nothing."""


class Unreadable(ValueError):  # noqa: N818 - names what the number is
    """Not a number, infinite, or beyond `MAX_EXPONENT`."""


def is_number(value: object) -> bool:
    """Whether a JSON value is a number (`true` is not)."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def exact(value: Json) -> Fraction:
    """Give the number as its decimal text says; `Unreadable` for NaN, infinities and huge exponents."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Unreadable(str(value))
    if isinstance(value, int):
        if value.bit_length() > MAX_EXPONENT * 4:
            raise Unreadable("huge")
        return Fraction(value)
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT:
        raise Unreadable(str(number))
    return Fraction(number)


def readable(value: Json) -> bool:
    """Whether all numbers inside a JSON value can be read; NaN and infinities are no JSON at all."""
    stack = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, list):
            stack.extend(part)
        elif is_number(part):
            try:
                exact(part)
            except Unreadable:
                return False
    return True


def plain(value: Fraction) -> int | Decimal:
    """Give the JSON number for a fraction; a fraction without finite decimal text is cut at 30 digits."""
    if value.denominator == 1:
        return int(value)
    scaled = Decimal(value.numerator) / Decimal(value.denominator)
    return scaled.normalize()


def round_up(value: Fraction, *, beyond: bool) -> Fraction:
    """Give the smallest integer at or above the value; strictly above it with `beyond`."""
    return Fraction(floor(value) + 1) if beyond else Fraction(ceil(value))


def round_down(value: Fraction, *, beyond: bool) -> Fraction:
    """Give the largest integer at or below the value; strictly below it with `beyond`."""
    return Fraction(ceil(value) - 1) if beyond else Fraction(floor(value))


def common_multiple(one: Fraction, other: Fraction) -> Fraction:
    """Give the least positive number that is a multiple of both."""
    denominator = lcm(one.denominator, other.denominator)
    return Fraction(lcm(int(one * denominator), int(other * denominator)), denominator)


def divides(divisor: Fraction, value: Fraction) -> bool:
    """Whether the value is a whole multiple of the divisor."""
    return (value / divisor).denominator == 1


def same(one: Json, other: Json) -> bool:
    """Equality of JSON values: 1 is 1.0, `true` is not 1, objects regardless of order."""
    return bool(key(one) == key(other))


def key(value: Json) -> Json:
    """Give a hashable stand-in that is equal exactly for equal JSON values."""
    if isinstance(value, dict):
        return ("object", frozenset((name, key(part)) for name, part in value.items()))
    if isinstance(value, list | tuple):
        return ("array", tuple(key(part) for part in value))
    if is_number(value):
        try:
            return ("number", exact(value))
        except Unreadable:
            return ("unreadable", value if isinstance(value, int) else str(value))
    return (type(value).__name__, value)
