"""JSON by msgspec; places are looked for only when somebody asks, because parsing them would cost ten times more."""

import re
from decimal import Decimal
from typing import Any, NoReturn

import msgspec

from deploycheck.documents.document import MAX_CONTAINERS, MAX_DEPTH, Document, DocumentError, Place, place_at
from deploycheck.documents.encoding import utf8
from deploycheck.documents.json_places import JsonPositions
from deploycheck.documents.scalars import exact

_BYTE = re.compile(r" \(byte (\d+)\)$")
_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"')
_NO_NUMBER = re.compile(rb"[-+]?(NaN|Infinity)")


def load_json(data: bytes, path: str = "", *, decimal: bool = False) -> Document:
    """Parse one JSON document; raises DocumentError.

    `decimal` gives fractions as Decimal, exactly as written. Keys that are written twice are found by
    `Document.duplicates()`; the last one counts.
    """
    text = utf8(data, path)
    within_containers(text, path)
    decoder = msgspec.json.Decoder(float_hook=_exact) if decimal else msgspec.json.Decoder()
    try:
        value = decoder.decode(text)
    except RecursionError:
        raise _too_deep(path) from None
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        _refuse(error, text, path)
    if _opened(text) > MAX_DEPTH and _deeper(value):
        raise _too_deep(path)
    return Document(value, path, JsonPositions(text))


def duplicate_keys(data: bytes) -> list[tuple[str, int]]:
    """Give JSON pointer and line of every key that repeats another of its object; raises DocumentError."""
    return [(one.pointer, one.place.line) for one in load_json(data).duplicates()]


def locate(data: bytes, steps: tuple[str | int, ...]) -> Place | None:
    """Give line and column of the key or list item at `steps`; None where there is nothing."""
    found = JsonPositions(utf8(data, "")).locate(steps)
    return found[0] if found else None


def within_containers(text: bytes, path: str) -> None:
    """Refuse a text of more lists and objects than anybody can hold, before they are made; raises DocumentError."""
    if _opened(text) > MAX_CONTAINERS and _opened(_TEXT.sub(b"", text)) > MAX_CONTAINERS:
        raise DocumentError(path, 0, 0, f"the file holds more than {MAX_CONTAINERS:,} lists and objects")


def _exact(text: str) -> Decimal:
    value = exact(text)
    if value is None:
        raise ValueError("Number out of range")
    return value


def _too_deep(path: str) -> DocumentError:
    return DocumentError(path, 0, 0, f"the nesting is deeper than {MAX_DEPTH} levels")


def _opened(text: bytes) -> int:
    return text.count(b"[") + text.count(b"{")


def _deeper(value: Any) -> bool:  # noqa: ANN401 - any value
    """Whether lists and objects nest deeper than the limit, level by level."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        containers = [one for one in level if one.__class__ is dict or one.__class__ is list]
        if not containers:
            return False
        level = [child for one in containers for child in (one.values() if one.__class__ is dict else one)]
    return True


def _refuse(error: Exception, text: bytes, path: str) -> NoReturn:
    message = str(error)
    if isinstance(error, UnicodeDecodeError):
        raise DocumentError(path, 0, 0, "a text holds bytes that are no UTF-8") from None
    if found := _BYTE.search(message):
        offset = int(found[1])
        raise DocumentError(path, *place_at(text, offset), _sentence(message, text, offset)) from None
    if "truncated" in message:
        message = (
            "the document ends too early (a bracket or a text isn't closed)" if text.strip() else "the file is empty"
        )
        raise DocumentError(path, *place_at(text, len(text)), message) from None
    if "out of range" in message:
        message = "a number is too big to compute with"
    raise DocumentError(path, 0, 0, message) from None


def _sentence(message: str, text: bytes, offset: int) -> str:
    around = text[max(offset - 1, 0) : offset + 12]
    if _NO_NUMBER.search(around):
        return "JSON has no NaN and no Infinity"
    if text[offset : offset + 1] in (b"/", b"#"):
        return "JSON has no comments"
    return message.removeprefix("JSON is malformed: ").rpartition(" (byte")[0]
