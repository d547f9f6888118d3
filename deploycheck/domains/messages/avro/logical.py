"""Logical types, as far as schema resolution looks at them."""

from collections.abc import Mapping
from math import log10
from typing import Any, Final

from deploycheck.domains.messages.avro.model import Logical

_UNDERLYING: Final[Mapping[str, tuple[str, ...]]] = {
    "decimal": ("bytes", "fixed"),
    "big-decimal": ("bytes",),
    "uuid": ("string", "fixed"),
    "date": ("int",),
    "time-millis": ("int",),
    "time-micros": ("long",),
    "timestamp-millis": ("long",),
    "timestamp-micros": ("long",),
    "timestamp-nanos": ("long",),
    "local-timestamp-millis": ("long",),
    "local-timestamp-micros": ("long",),
    "local-timestamp-nanos": ("long",),
    "duration": ("fixed",),
}


def logical_type(value: Mapping[str, Any], underlying: str, size: int = 0) -> Logical | None:
    """Give the logical type; None for unknown and invalid ones, which the specification has readers ignore."""
    name = value.get("logicalType")
    if not isinstance(name, str) or underlying not in _UNDERLYING.get(name, ()):
        return None
    if name != "decimal":
        return Logical(name)
    precision, scale = _whole(value.get("precision")), _whole(value.get("scale", 0))
    if precision is None or scale is None or not 0 <= scale <= precision or precision < 1:
        return None
    if underlying == "fixed" and precision > _digits(size):
        return None
    return Logical(name, precision, scale)


def _whole(value: Any) -> int | None:  # noqa: ANN401  any JSON
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _digits(size: int) -> int:
    """Give how many decimal digits a two's-complement number of `size` bytes surely holds."""
    return int((8 * size - 1) * log10(2)) if size > 0 else 0
