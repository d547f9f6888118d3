"""Where the parts of a JSON document stand, found on demand.

msgspec splits one object into its members' raw bytes at a gigabyte per second; laying those slices end to end gives
every member's offset. Only the containers on the way to a place are split, each once.
"""

import json
import re
from typing import Any, NamedTuple

import msgspec

from deploycheck.documents.document import MAX_DUPLICATES, Duplicate, Place, Steps, pointer
from deploycheck.documents.lines import Lines
from deploycheck.documents.yaml_places import list_index

_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*+)"(\s*:)?|[{}\[\],]')
_KEY = re.compile(rb'[\s,]*("(?:[^"\\]|\\.)*+")\s*:\s*')
_GAP = re.compile(rb"[\s,]*")
_SEEN = 64
"""So many bytes of a member are compared, to be sure that it is the one that counts and not one of the same name."""
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])


class _Span(NamedTuple):
    """One member of a container: where its key (or the item itself) and its value begin, and where the value ends."""

    key: int
    value: int
    end: int


_Members = dict[str, _Span] | list[_Span]


class JsonPositions:
    """Positions of one JSON document that is known to parse."""

    __slots__ = ("_data", "_duplicates", "_lines", "_members")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._lines: Lines | None = None
        self._members: dict[int, _Members] = {}
        self._duplicates: tuple[Duplicate, ...] | None = None

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Give the keys that are written twice, at most MAX_DUPLICATES; the document is scanned once."""
        if self._duplicates is None:
            self._duplicates = repeated_keys(self._data)
        return self._duplicates

    def locate(self, steps: Steps) -> tuple[Place, Place] | None:
        """Give the places of the key (or item) at `steps` and of its value; None where there is nothing."""
        start = _skip(self._data, 0)
        span = _Span(start, start, len(self._data))
        for step in steps:
            member = self._member(span, step)
            if member is None:
                return None
            span = member
        if self._lines is None:
            self._lines = Lines(self._data)
        return self._lines.place(span.key), self._lines.place(span.value)

    def _member(self, span: _Span, step: str | int) -> _Span | None:
        members = self._members.get(span.value)
        if members is None:
            members = self._members[span.value] = _split(self._data, span)
        if isinstance(members, dict):
            return members.get(str(step))
        index = list_index(step)
        return members[index] if 0 <= index < len(members) else None


def _skip(data: bytes, offset: int) -> int:
    found = _GAP.match(data, offset)
    return found.end() if found else offset


def _split(data: bytes, span: _Span) -> _Members:
    """Give the members of the container at `span`; a scalar has none."""
    text = memoryview(data)[span.value : span.end]
    match data[span.value : span.value + 1]:
        case b"{":
            raw = _OBJECT.decode(text)
            members = _object(data, span.value + 1, raw)
            return _object_slowly(data, span) if members is None else members
        case b"[":
            return _list(data, span.value + 1, _LIST.decode(text))
        case _:
            return {}


def _object(data: bytes, offset: int, raw: dict[str, msgspec.Raw]) -> dict[str, _Span] | None:
    """Lay the members end to end; None when they don't fit, because a key is there twice."""
    members = {}
    for name, value in raw.items():
        found = _KEY.match(data, offset)
        if not found or _name(found[1]) != name:
            return None
        start, content = found.end(), memoryview(value)
        offset = start + len(content)
        if data[start : min(offset, start + _SEEN)] != content[:_SEEN] or data[offset - 1 : offset] != content[-1:]:
            return None
        members[name] = _Span(found.start(1), start, offset)
    return members if data[(end := _skip(data, offset)) : end + 1] == b"}" else None


def _list(data: bytes, offset: int, raw: list[msgspec.Raw]) -> list[_Span]:
    items = []
    for value in raw:
        start = _skip(data, offset)
        offset = start + len(memoryview(value))
        items.append(_Span(start, start, offset))
    return items


def _object_slowly(data: bytes, span: _Span) -> dict[str, _Span]:
    """Give the members of an object with repeated keys, token by token; the last of equal keys counts."""
    members: dict[str, _Span] = {}
    depth, name, key, value = 0, None, 0, 0
    for token in _TOKEN.finditer(data, span.value, span.end):
        kind = token[0][:1]
        depth += (kind in b"{[") - (kind in b"}]")
        if name is not None and ((kind == b"," and depth == 1) or depth == 0):
            members[name] = _Span(key, value, token.start())
            name = None
        elif depth == 1 and token[2] is not None:
            name, key, value = (
                _name(token[0][: token.end(1) + 1 - token.start()]),
                token.start(),
                _skip(data, token.end()),
            )
    return members


def _name(literal: bytes) -> str:
    return literal[1:-1].decode() if b"\\" not in literal else str(msgspec.json.decode(literal))


def repeated_keys(data: bytes) -> tuple[Duplicate, ...]:
    """Give every key that repeats one of its object; `data` must parse, and be nested within the limit.

    The standard library's parser tells in C whether there are any; only then the tokens are walked.
    """
    repeated = False

    def check(pairs: list[tuple[str, Any]]) -> None:
        nonlocal repeated
        repeated = repeated or len(dict(pairs)) != len(pairs)

    json.loads(data, object_pairs_hook=check)
    return tuple(_walk(data)) if repeated else ()


def _walk(data: bytes) -> list[Duplicate]:
    found: list[Duplicate] = []
    lines = Lines(data)
    seen: list[set[str]] = []
    steps: list[str | int] = []
    for token in _TOKEN.finditer(data):
        match token[0][:1]:
            case b"{" | b"[" as opening:
                seen.append(set())
                steps.append("" if opening == b"{" else 0)
            case b"}" | b"]":
                seen.pop()
                steps.pop()
            case b"," if isinstance(step := steps[-1], int):
                steps[-1] = step + 1
            case b'"' if token[2] is not None:
                name = _name(token[0][: token.end(1) + 1 - token.start()])
                steps[-1] = name
                if name in seen[-1]:
                    found.append(Duplicate(pointer(steps), name, lines.place(token.start())))
                    if len(found) == MAX_DUPLICATES:
                        break
                seen[-1].add(name)
            case _:
                pass
    return found
