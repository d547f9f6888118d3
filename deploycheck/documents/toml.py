"""TOML by the standard library, with the places of tables and keys by a scan of the lines."""

import re
import tomllib

from deploycheck.documents.document import MAX_DEPTH, Document, DocumentError, Duplicate, Place, Steps
from deploycheck.documents.encoding import utf8

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?")
_ASSIGNMENT = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=\s*""")
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")


def load_toml(data: bytes, path: str = "") -> Document:
    """Parse one TOML document; raises DocumentError."""
    text = utf8(data, path).decode()
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _located(error, text, path) from None
    except RecursionError:
        raise DocumentError(path, 0, 0, f"the nesting is deeper than {MAX_DEPTH} levels") from None
    return Document(value, path, TomlPositions(text))


def _located(error: tomllib.TOMLDecodeError, text: str, path: str) -> DocumentError:
    message = str(error)
    if not (found := _AT.search(message)):
        return DocumentError(path, 0, 0, message)
    line, column = (int(found[1]), int(found[2])) if found[1] else (text.count("\n") + 1, 1)
    return DocumentError(path, line, column, message[: found.start()])


class TomlPositions:
    """Places of tables and of keys that begin a line; what stands in an inline table has its line's place."""

    __slots__ = ("_places",)

    def __init__(self, text: str) -> None:
        self._places: dict[tuple[str, ...], tuple[Place, Place]] = {(): (Place(1, 1), Place(1, 1))}
        table: tuple[str, ...] = ()
        count: dict[tuple[str, ...], int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.fullmatch(line):
                table = _parts(header[2])
                if header[1] == "[[":
                    count[table] = count.get(table, -1) + 1
                table = _indexed(table, count)
                self._add(table, Place(number, header.start(1) + 1), Place(number, header.start(1) + 1))
            elif key := _ASSIGNMENT.match(line):
                self._add((*table, *_parts(key[1])), Place(number, key.start(1) + 1), Place(number, key.end() + 1))

    def _add(self, steps: tuple[str, ...], key: Place, value: Place) -> None:
        for length in range(1, len(steps) + 1):
            self._places.setdefault(steps[:length], (key, value))

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Give nothing: a TOML document with a repeated key doesn't parse."""
        return ()

    def locate(self, steps: Steps) -> tuple[Place, Place] | None:
        """Give the places of the key at `steps` and of its value; None where no line begins with it."""
        return self._places.get(tuple(str(step) for step in steps))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(next(part for part in match.groups() if part is not None) for match in _PART.finditer(dotted))


def _indexed(table: tuple[str, ...], count: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    """Put the number of the current item behind every array of tables on the way."""
    steps: tuple[str, ...] = ()
    for length in range(1, len(table) + 1):
        steps = (*steps, table[length - 1])
        if table[:length] in count:
            steps = (*steps, str(count[table[:length]]))
    return steps
