"""What one source file says about flags: the calls, the quoted texts and the words in it."""

import re
from collections.abc import Mapping
from typing import Final

from deploycheck.domains.flags.calls import calls_in, is_test
from deploycheck.domains.flags.model import FlagCall
from deploycheck.domains.flags.words import words_of
from deploycheck.model.record import Record

_ARGUMENT: Final = re.compile(
    rb"\b([A-Za-z_]\w{1,60})\([ \t]{0,4}(?:\w{1,40},[ \t]{0,4})?([\"'`])([A-Za-z0-9_][A-Za-z0-9_.:/-]{1,99})\2"
)
_QUOTED: Final = re.compile(rb"([\"'`])([A-Za-z0-9_][A-Za-z0-9_.:/-]{1,99})\1")
_MOST_COLUMNS: Final = 2000


class Scanned(Record):
    """The facts of one source file.

    `literals` holds the lines of short quoted texts, `arguments` the quoted first arguments of every function by its
    name, with their lines, and `words` every word.
    """

    calls: tuple[FlagCall, ...]
    literals: Mapping[str, tuple[int, ...]]
    arguments: Mapping[str, tuple[tuple[str, int], ...]]
    words: frozenset[str]
    test: bool


def scan(path: str, data: bytes, service: str | None) -> Scanned:
    """Read one source file; never fails, whatever the bytes are."""
    literals: dict[str, list[int]] = {}
    arguments: dict[str, list[tuple[str, int]]] = {}
    for number, line in enumerate(data.split(b"\n"), start=1):
        if b'"' in line or b"'" in line or b"`" in line:
            for match in _QUOTED.finditer(line[:_MOST_COLUMNS]):
                literals.setdefault(match[2].decode("ascii"), []).append(number)
            for match in _ARGUMENT.finditer(line[:_MOST_COLUMNS]):
                arguments.setdefault(match[1].decode("ascii"), []).append((match[3].decode("ascii"), number))
    return Scanned(
        calls=calls_in(path, data, service),
        literals={text: tuple(lines) for text, lines in literals.items()},
        arguments={name: tuple(found) for name, found in arguments.items()},
        words=words_of(data),
        test=is_test(path),
    )
