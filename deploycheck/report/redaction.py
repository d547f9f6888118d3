"""What must never reach a report: secrets in source lines, and credentials in connection strings.

A report is kept for years, pasted into chats and shown to strangers who open a pull request.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any

HIDDEN = "(not shown: may hold a secret)"

_SENSITIVE = re.compile(r"password|passwd|token|secret|api[_-]?key|credential", re.IGNORECASE)
_SECRET_FILE = re.compile(
    r"(^|/)(\.env(\..*)?|.*\.env|\.netrc|\.npmrc|\.pgpass|\.pypirc|id_[a-z0-9]+|.*\.(pem|key|p12|pfx|jks))$",
    re.IGNORECASE,
)
_CREDENTIALS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,30}://)[^\s/@'\"<>]{1,500}@")
_KEYWORD_PASSWORD = re.compile(r"(?P<key>\b(?:password|passwd|pwd)=)[^\s&;'\"]{1,500}", re.IGNORECASE)
_SECRET_KIND = re.compile(r"""^\s*["']?kind["']?\s*:\s*["']?\w*Secret\b""")
_NEIGHBOURS = 2
_MAX_PARENTS = 60
_BIGGEST_EXPONENT = 400
# Lines to look at each way: a Secret is at most 1 MiB, so that a longer document is none.
_LONGEST_SECRET = 20_000


def secret_file(path: str) -> bool:
    """Whether a file of this name holds secrets, so that no line of it is shown."""
    return _SECRET_FILE.search(path) is not None or _SENSITIVE.search(path.rpartition("/")[2]) is not None


def shown(path: str, lines: Sequence[str], number: int) -> str | None:
    """Give line `number` (from 1) of a file if it may be shown, else None.

    A line is hidden when it, a neighbour (`name: DB_PASSWORD` stands above `value:`) or one of its parents by
    indentation names something sensitive, when it holds credentials, or when its document is a Secret.
    """
    text = lines[number - 1]
    near = lines[max(0, number - 1 - _NEIGHBOURS) : number + _NEIGHBOURS]
    if secret_file(path) or any(_SENSITIVE.search(line) for line in near) or without_credentials(text) != text:
        return None
    if any(_SENSITIVE.search(line) for line in _parents(lines, number)) or _in_secret(lines, number):
        return None
    return text


def _parents(lines: Sequence[str], number: int) -> list[str]:
    """Give the lines above that enclose line `number` by indentation, nearest first."""
    depth = _indent(lines[number - 1])
    parents: list[str] = []
    for line in reversed(lines[: number - 1]):
        if depth == 0 or len(parents) == _MAX_PARENTS:
            break
        if line.strip() and _indent(line) < depth:
            parents.append(line)
            depth = _indent(line)
    return parents


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _in_secret(lines: Sequence[str], number: int) -> bool:
    """Whether the YAML document (or JSON object) around line `number` is a Secret of Kubernetes."""
    first, last = max(0, number - _LONGEST_SECRET), min(len(lines), number + _LONGEST_SECRET)
    if "Secret" not in "\n".join(lines[first:last]):  # fast, and true for nearly every file
        return False
    start = end = number - 1
    while start > first and not lines[start].startswith("---"):
        start -= 1
    while end + 1 < last and not lines[end + 1].startswith("---"):
        end += 1
    return any("Secret" in line and _SECRET_KIND.match(line) for line in lines[start : end + 1])


def without_credentials(text: str) -> str:
    """Give `text` with user and password taken out of every connection string, and lone surrogates spelled out."""
    if "://" in text or "=" in text:
        text = credentials_hidden(text)
    if text.isascii():
        return text
    return "".join(f"\\x{ord(c) & 0xFF:02x}" if "\ud800" <= c <= "\udfff" else c for c in text)


def credentials_hidden(text: str) -> str:
    """Give `text` with user and password taken out of every connection string."""
    if "://" in text:
        text = _CREDENTIALS.sub(r"\g<scheme>***@", text)
    if "=" in text:
        text = _KEYWORD_PASSWORD.sub(r"\g<key>***", text)
    return text


_AS_IS = frozenset((int, bool, NoneType))
_key = lru_cache(maxsize=1024)(without_credentials)
"""The same keys come with every finding."""


def tidy(value: Any) -> Any:  # noqa: ANN401  JSON data of any shape
    """Give JSON data that every writer accepts: no credentials, no Decimal, no infinity, keys are text."""
    kind = value.__class__
    if kind is str:
        return without_credentials(value)
    if kind in _AS_IS:
        return value
    if kind is dict:
        return {_key(str(key)): item if item.__class__ in _AS_IS else tidy(item) for key, item in value.items()}
    match value:
        case Mapping():
            return {_key(str(key)): tidy(item) for key, item in value.items()}
        case list() | tuple():
            return [tidy(item) for item in value]
        case str():
            return without_credentials(value)
        case int():
            return value
        case Decimal() | float():
            return _number(value)
        case _:
            return without_credentials(str(value))


def _number(value: Decimal | float) -> int | float | str:
    exact = Decimal(value) if value == value else Decimal("NaN")  # noqa: PLR0124  only NaN differs from itself
    if not exact.is_finite() or (exact and abs(exact.adjusted()) > _BIGGEST_EXPONENT):
        return str(value)
    if exact == exact.to_integral_value():
        return int(exact)
    as_float = float(exact)
    return as_float if as_float not in (float("inf"), float("-inf")) else str(value)
