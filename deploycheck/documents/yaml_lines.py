"""What a single line of YAML says where nothing around it can change that: a key, a value, or both.

The same lines stand in a repository a thousand times (`type: string`), so what they say is remembered.
"""

import re
from functools import lru_cache
from typing import Any

from deploycheck.documents.document import DocumentError
from deploycheck.documents.scalars import plain_scalar
from deploycheck.documents.yaml_flow import read_flow

SCALAR, OPEN, FLAT, NESTED, LONGER, LISTED = range(6)
"""A value that is no list or mapping; one that begins on a later line; a list or mapping of scalars; one of others;
a value that goes on below; a list whose first dash stands on the same line: the value is that line from there."""

Said = tuple[int, str | None, int, Any, int]
"""The width of a dash with the spaces behind it (0: none), the key, the kind of value, the value, and its column."""

_DASH = re.compile(r"- +(?=[^ #])")
_KEY = re.compile(
    r"""(?:([A-Za-z0-9_$/(~+^][^:#]*+(?:(?::(?! |$)|(?<! )#)[^:#]*+)*+)|'([^']*)' *|"([^"\\]*)" *):(?: +|$)"""
)
_SINGLE = re.compile(r"'((?:[^']|'')*)' *(?: #.*)?")
_DOUBLE = re.compile(r'"([^"\\]*)" *(?: #.*)?')
_LONGEST_KEY = 1000
"""In characters; libyaml refuses longer ones."""
_MOST_BRACKETS = 50
_REMEMBERED = 1 << 15
SHORT = 200
"""Longer lines are hardly written twice, and not remembered."""


class UnplainError(Exception):
    """A text that only libyaml can read."""


def fresh(value: Any) -> Any:  # noqa: ANN401  a list or mapping
    """Copy what was remembered: places of a document are known by the identity of its parts."""
    if value.__class__ is dict:
        return {key: fresh(part) if part.__class__ in _CONTAINERS else part for key, part in value.items()}
    return [fresh(part) if part.__class__ in _CONTAINERS else part for part in value]


_CONTAINERS = frozenset((dict, list))


def part_value(text: str, key: str | None, *, decimal: bool) -> Any:  # noqa: ANN401  any value
    """Give the value of a text with one key, or (without a key) with one item; raises UnplainError."""
    around = _whole(text, decimal=decimal)
    if around.__class__ is not (list if key is None else dict) or len(around) != 1:
        raise UnplainError
    value = around[0] if isinstance(around, list) else around[key]
    if value.__class__ in _CONTAINERS:
        _shallow(text)
    return value


def _whole(text: str, *, decimal: bool) -> Any:  # noqa: ANN401  any value
    """Let libyaml read a part of a document that stands for itself; raises UnplainError."""
    from yaml.error import YAMLError

    from deploycheck.documents.yaml_builder import YamlBuilder

    try:
        documents = list(YamlBuilder(text.encode(), "", decimal=decimal).documents())
    except (YAMLError, DocumentError) as error:
        raise UnplainError from error
    if len(documents) != 1 or documents[0].duplicates():
        raise UnplainError
    return documents[0].value


def _shallow(text: str) -> None:
    """Raise UnplainError for a text that may be nested deeply: how deep is counted by who reads all of it."""
    if text.count("{") + text.count("[") > _MOST_BRACKETS:
        raise UnplainError


def said(line: str, decimal: bool) -> Said | None:  # noqa: FBT001  the cache takes both by place
    """Tell what a line without its indentation says; None for one that has neither dash nor key.

    Raises UnplainError.
    """
    dashed = _DASH.match(line)
    dash = dashed.end() if dashed else 0
    found = _KEY.match(line, dash)
    if found is None:
        if dashed and line.startswith("- ", dash):
            return dash, None, LISTED, line[dash:], dash
        if dashed:
            return (dash, None, *_value(line[dash:], dash, decimal=decimal))
        if line.startswith("-"):
            raise UnplainError
        return None
    key = found[found.lastindex or 1]
    if found.lastindex == 1:
        key = key.rstrip(" ")
    if found.end() > _LONGEST_KEY:
        raise UnplainError
    rest = line[found.end() :]
    if not rest or rest[0] == "#":
        colon = line.index(":", found.end(found.lastindex or 1))
        return dash, key, OPEN, None, colon + 1
    return (dash, key, *_value(rest, found.end(), decimal=decimal))


remembered = lru_cache(maxsize=_REMEMBERED)(said)
"""The same, for lines that are shorter than SHORT."""


def _value(text: str, column: int, *, decimal: bool) -> tuple[int, Any, int]:
    match text[0]:
        case "|" | ">":
            return LONGER, None, column
        case "'":
            found = _SINGLE.fullmatch(text)
            return (SCALAR, found[1].replace("''", "'"), column) if found else (LONGER, None, column)
        case '"':
            found = _DOUBLE.fullmatch(text)
            return (SCALAR, found[1], column) if found else (LONGER, None, column)
        case "{" | "[":
            return _flow(text, column, decimal=decimal)
        case "&" | "*" | "!" | "%" | "@" | "`" | "," | "]" | "}":
            raise UnplainError
        case "-" | "?" | ":" if text[1:2] in ("", " "):
            raise UnplainError
        case _:
            return SCALAR, _plain(text, decimal=decimal), column


def _flow(text: str, column: int, *, decimal: bool) -> tuple[int, Any, int]:
    value = read_flow(text, decimal=decimal)
    if value is None:
        try:
            value = _whole(text, decimal=decimal)
        except UnplainError:
            return LONGER, None, column
        _shallow(text)
    parts = value.values() if value.__class__ is dict else value
    return NESTED if any(part.__class__ in _CONTAINERS for part in parts) else FLAT, value, column


def _plain(text: str, *, decimal: bool) -> Any:  # noqa: ANN401  any scalar
    comment = text.find(" #")
    text = (text if comment < 0 else text[:comment]).rstrip(" ")
    if ": " in text or text.endswith(":"):
        raise UnplainError
    return plain_scalar(text, decimal=decimal)
