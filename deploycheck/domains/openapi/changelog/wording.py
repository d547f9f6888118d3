"""How a change of one keyword is said."""

import json
from decimal import Decimal
from typing import Any

from deploycheck.containment.exact import exact, is_number, key, readable

MISSING = object()
"""Stands for the value of a keyword that is not there."""
_FLAGS = {
    "readOnly": ("is read-only now", "is no longer read-only"),
    "writeOnly": ("is write-only now", "is no longer write-only"),
    "uniqueItems": ("its elements must differ now", "its elements may be the same now"),
}
_LISTS = ("enum", "x-extensible-enum", "type", "tags")
_LONGEST = 80
_MOST = 12


def said(keyword: str, base: Any, head: Any) -> str | None:  # noqa: ANN401  any JSON values
    """Say what happened to a keyword; None where both values mean the same."""
    if keyword in _FLAGS:
        base, head = base is True, head is True
        return None if base == head else _FLAGS[keyword][0 if head else 1]
    if keyword == "additionalProperties":
        base, head = _names(base), _names(head)
        return None if base == head else f"undeclared names are {head} now, were {base}"
    if base is MISSING and head is MISSING:
        return None
    if base is MISSING:
        return f"{keyword} {shown(head)} was added"
    if head is MISSING:
        return f"{keyword} {shown(base)} was dropped"
    if key(base) == key(head):
        return None
    if keyword in _LISTS and isinstance(base, list | str) and isinstance(head, list | str):
        return _members(keyword, _listed(base), _listed(head))
    return f"{keyword} {_moved(base, head)} from {shown(base)} to {shown(head)}"


def _names(value: Any) -> str:  # noqa: ANN401  any JSON value
    if value is MISSING or value is True or value == {}:
        return "allowed"
    return "forbidden" if value is False else "described"


def _moved(base: Any, head: Any) -> str:  # noqa: ANN401  any JSON values
    if is_number(base) and is_number(head) and readable(base) and readable(head):
        return "raised" if exact(head) > exact(base) else "lowered"
    return "changed"


def _listed(value: list[Any] | str) -> list[Any]:
    return [value] if isinstance(value, str) else value


def _members(keyword: str, base: list[Any], head: list[Any]) -> str | None:
    old, new = {repr(key(one)): one for one in base}, {repr(key(one)): one for one in head}
    gone = [value for name, value in old.items() if name not in new]
    come = [value for name, value in new.items() if name not in old]
    if len(old) == len(new) == 1:
        return f"{keyword} changed from {shown(base[0])} to {shown(head[0])}"
    parts = [f"{_enumerated(come)} added"] if come else []
    parts += [f"{_enumerated(gone)} dropped"] if gone else []
    return f"{keyword}: {', '.join(parts)}" if parts else None


def _enumerated(values: list[Any]) -> str:
    listed = ", ".join(map(shown, values[:_MOST]))
    return f"{listed} and {len(values) - _MOST} more" if len(values) > _MOST else listed


def shown(value: Any) -> str:  # noqa: ANN401  any JSON value
    """Write a value for people; long ones are cut."""
    if isinstance(value, str):
        text = value or '""'
    elif is_number(value):
        text = str(value)
    else:
        text = json.dumps(value, ensure_ascii=False, default=_plain)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


def _plain(value: Any) -> Any:  # noqa: ANN401  what json does not know
    return str(value) if isinstance(value, Decimal) else repr(value)
