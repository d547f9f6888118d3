"""Plain scalars by the YAML 1.2 core schema, where `on` is text and `017` is seventeen."""

import math
import re
from decimal import Decimal, InvalidOperation

Scalar = str | int | float | bool | Decimal | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
_NOT_A_NUMBER = frozenset((".nan", ".NaN", ".NAN"))
_STARTS = frozenset("-+.0123456789")
_MAX_DIGITS = 4000
"""Longer numbers stay text: to compute with them could take minutes."""


class PlainScalars(dict[str, Scalar]):
    """What plain texts mean, each worked out once."""

    __slots__ = ("_decimal",)

    def __init__(self, *, decimal: bool) -> None:
        super().__init__(_WORDS)
        self._decimal = decimal

    def __missing__(self, text: str) -> Scalar:
        value = plain_scalar(text, decimal=self._decimal)
        self[text] = value
        return value


def plain_scalar(text: str, *, decimal: bool = False) -> Scalar:
    """Give what a plain text means."""
    if text in _WORDS:
        return _WORDS[text]
    return number(text, decimal=decimal) if text[0] in _STARTS else text


def number(text: str, *, decimal: bool = False) -> str | int | float | Decimal:
    """Give the number that `text` writes; `text` itself when it writes none, or one too long to compute with."""
    if len(text) > _MAX_DIGITS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return _fraction(text, decimal=decimal)
    if _INFINITE.fullmatch(text) or text in _NOT_A_NUMBER:
        plain = text.replace(".", "")
        return Decimal(plain) if decimal else float(plain)
    return text


def _fraction(text: str, *, decimal: bool) -> str | float | Decimal:
    if decimal:
        value = exact(text)
        return text if value is None else value
    inexact = float(text)
    return text if math.isinf(inexact) else inexact


def exact(text: str) -> Decimal | None:
    """Give `text` as Decimal; None when its exponent is too big to compute with."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if abs(value.adjusted()) <= _MAX_DIGITS else None
