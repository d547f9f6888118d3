"""Lists and mappings that people write on one line, as in `{type: string, enum: [a, b]}`; libyaml reads the others."""

import re
from sys import intern
from typing import Any

from deploycheck.documents.scalars import plain_scalar
from deploycheck.documents.yaml_places import YamlPlaces

_OPEN, _CLOSE, _COMMA, _COLON, _PLAIN, _SINGLE, _DOUBLE = range(1, 8)
_TOKEN = re.compile(
    r" *(?:([{\[])|([}\]])|(,)|(:)(?= )|((?:[A-Za-z0-9_$/.(+~^\\]|-(?=[0-9.]))[^,\[\]{}:#?]*)"
    r"|'((?:[^']|'')*)'|\"([^\"\\]*)\"|.)"
)
_END = re.compile(r" *(?: #.*)?")
_DEEPEST = 20
_KEY, _VALUE = _PLAIN, _OPEN
"""What may come next, beside a comma and a colon."""


def read_flow(text: str, *, decimal: bool, places: YamlPlaces | None = None) -> Any:  # noqa: ANN401  a list or mapping
    """Give the list or mapping that a text is, but for a comment behind it; None where libyaml must say.

    `places` gets the columns of its parts.
    """
    container: Any = []
    marks: list[int] = []
    stack: list[tuple[Any, list[int]]] = []
    key, wanted = "", _VALUE
    for token in _TOKEN.finditer(text):
        kind = token.lastindex or 0
        if kind == _CLOSE:
            if not _may_close(token[kind], container, wanted) or not stack:
                return None
            if places is not None:
                places.record(container, marks)
            container, marks = stack.pop()
            wanted = _COMMA
            if not stack:
                return container[0] if _END.fullmatch(text, token.end()) else None
        elif kind in (_COMMA, _COLON):
            if kind != wanted:
                return None
            wanted = _KEY if kind == _COMMA and container.__class__ is dict else _VALUE
        elif not kind or wanted not in (_KEY, _VALUE) or len(stack) > _DEEPEST:
            return None
        else:
            marks.append(token.start(kind) - (kind > _PLAIN))
            if wanted == _KEY:
                key, wanted = intern(_written(kind, token[kind])), _COLON
                if kind == _OPEN or key in container:
                    return None
                continue
            value = _value(kind, token[kind], decimal=decimal)
            if container.__class__ is dict:
                container[key] = value
            else:
                container.append(value)
            wanted = _COMMA
            if kind == _OPEN:
                stack.append((container, marks))
                container, marks, wanted = value, [], _KEY if value.__class__ is dict else _VALUE
    return None


def _may_close(bracket: str, container: Any, wanted: int) -> bool:  # noqa: ANN401  a list or mapping
    if container.__class__ is dict:
        return bracket == "}" and wanted in (_KEY, _COMMA)
    return bracket == "]" and wanted in (_VALUE, _COMMA)


def _written(kind: int, text: str) -> str:
    if kind == _PLAIN:
        return text.rstrip(" ")
    return text.replace("''", "'") if kind == _SINGLE else text


def _value(kind: int, text: str, *, decimal: bool) -> Any:  # noqa: ANN401  any value
    if kind == _OPEN:
        return {} if text == "{" else []
    written = _written(kind, text)
    return plain_scalar(written, decimal=decimal) if kind == _PLAIN else written
