"""The quick way through YAML that is written plainly, line by line; libyaml reads the values that need it, and no more.

Most files are block style with keys, short texts and lists. Whatever is not surely that (anchors, tags, tabs, several
documents, a key written twice, any mistake) is left to the one parser that knows all of YAML: the quick way then gives
nothing at all, and says nothing about what is wrong.
"""

import re
from functools import partial
from typing import Any

from deploycheck.documents.document import MAX_CONTAINERS, Document
from deploycheck.documents.yaml_lines import (
    FLAT,
    LISTED,
    LONGER,
    NESTED,
    OPEN,
    SHORT,
    UnplainError,
    fresh,
    part_value,
    remembered,
    said,
)  # fmt: skip
from deploycheck.documents.yaml_places import COLUMN_BITS, COLUMN_MASK, YamlPlaces
from deploycheck.documents.yaml_quick_places import QuickPositions, part_end, part_of
from deploycheck.documents.yaml_scalars import over_lines

_ASCII = bytes((10, *range(32, 127)))
_OTHER = "[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""Compiled where it is needed: it takes as long as a file, and most files are ASCII."""
_DEEPEST = 100
_DOCUMENT = "---"


def quick_document(data: bytes, path: str, *, decimal: bool) -> Document | None:
    """Parse a file of one plain document; None for anything else. `data` is UTF-8 without a byte order mark."""
    text = data.decode()
    if data.translate(None, _ASCII) if data.isascii() else re.search(_OTHER, text):
        return None
    lines = text.split("\n")
    begin = next((number for number, line in enumerate(lines) if line and line[0] != "#"), 0)
    begin += lines[begin] == _DOCUMENT
    if f"\n{_DOCUMENT}" in text and any(line.startswith(_DOCUMENT) for line in lines[begin:]):
        return None
    if len(lines) + text.count("{") + text.count("[") > MAX_CONTAINERS:
        return None
    places = YamlPlaces()
    try:
        value, mark = _read(lines, begin, places, decimal=decimal)
    except UnplainError:
        return None
    return Document(value, path, QuickPositions(value, mark, places, text))


def _read(lines: list[str], resume: int, places: YamlPlaces, *, decimal: bool) -> tuple[Any, int]:  # noqa: PLR0915  one loop
    """Give the document that begins at the line `resume`, and its mark; raises UnplainError.

    `container` is being filled with what begins at the column `at`; the document is the one value of an outermost
    mapping. `key` and `last` are key and line of the last value; `waiting`: nothing was seen of it yet.
    """
    container: Any = {None: None}
    marks = [0]
    root, root_marks, at, key, last, waiting = container, marks, -1, None, -1, True
    stack, longer = list[_Filled](), partial(_longer, lines, decimal)
    for number, line in enumerate(lines):
        if number < resume or not (text := line.lstrip(" ")) or text[0] == "#":
            continue
        indent = len(line) - len(text)
        here = number << COLUMN_BITS | indent
        found = remembered(text, decimal) if len(text) < SHORT else said(text, decimal)
        dash = found[0] if found else 0
        if indent > at or (waiting and dash and indent == at):
            if waiting:
                marks[-1] = here
            if not waiting or found is None:
                value, resume = longer((last, number if waiting else last, number), (at, marks[-1] & COLUMN_MASK), key)
                container[-1 if key is None else key], waiting = value, False
                continue
            stack.append((container, marks, at))
            container[key] = value = [] if dash else {}
            container, marks, at = value, [], indent
        while indent < at or (indent == at and not dash and container.__class__ is list):
            places.record(container, marks)
            container, marks, at = stack.pop()
        if found is None or indent != at or (dash > 0) != (container.__class__ is list) or len(stack) > _DEEPEST:
            raise UnplainError
        _, key, kind, value, column = found
        while kind == LISTED:
            container, marks, at = _inner([], (container, marks, at), dash, here + dash, stack)
            here += dash
            dash, key, kind, value, column = said(value, decimal) or found
        if key is not None:
            if dash:
                container, marks, at = _inner({}, (container, marks, at), dash, here + dash, stack)
            elif key in container:
                raise UnplainError
            marks.append(here + dash)
        marks.append(here + column)
        last, waiting = number, kind == OPEN
        if kind == FLAT:
            value = value.copy()
        elif kind == NESTED:
            value = fresh(value)
        elif kind == LONGER:
            value, resume = longer((number, number, number), (at, (here & COLUMN_MASK) + column), key)
        if key is None:
            container.append(value)
        else:
            container[key] = value
    for one, placed in ((container, marks), *((one, placed) for one, placed, _ in reversed(stack[1:]))):
        places.record(one, placed)
    if last < 0:
        raise UnplainError
    return root[None], root_marks[0]


_Filled = tuple[Any, list[int], int]
"""A list or mapping that is being filled, the marks of its parts, and the column where they begin."""


def _inner(value: Any, around: _Filled, dash: int, mark: int, stack: list[_Filled]) -> _Filled:  # noqa: ANN401  a list or mapping
    """Begin a list or mapping behind a dash; raises UnplainError where they are nested too deeply."""
    if len(stack) > _DEEPEST:
        raise UnplainError
    container, marks, at = around
    marks.append(mark)
    container.append(value)
    stack.append(around)
    return value, [], at + dash


def _longer(
    lines: list[str],
    decimal: bool,  # noqa: FBT001  bound once
    at_lines: tuple[int, int, int],
    columns: tuple[int, int],
    key: str | None,
) -> tuple[Any, int]:
    """Give a value that goes on below, and the line after it; raises UnplainError.

    Lines and columns are those of the key (or the dash of an item) and of the value; the last line must belong to it.
    """
    (first, begin, seen), (at, column) = at_lines, columns
    end = part_end(lines, first, at)
    if first < 0 or end <= seen:
        raise UnplainError
    text = over_lines(lines[begin][column:], lines[begin + 1 : end], whole=end == len(lines))
    if text is not None:
        return text, end
    return part_value(part_of(lines, first, at), key, decimal=decimal), end
