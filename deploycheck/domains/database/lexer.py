"""The lexical rules of PostgreSQL that decide where strings, names and comments end.

Only what a splitter needs: everything else is left to the parser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["comment", "string", "name", "dollar", "semicolon", "backslash", "open", "close"]

_SIGNIFICANT = re.compile(
    r"""--|/\*|'|"|;|\\|\(|\)|(?<![\w$])\$(?:[A-Za-z_\x80-\U0010ffff][A-Za-z_0-9\x80-\U0010ffff]*)?\$"""
)
_LINE_END = re.compile(r"[\r\n]")
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_ESCAPED_STRING = re.compile(r"(?:[^'\\]++|\\.|'')*+'", re.DOTALL)
_ESCAPE_PREFIX = re.compile(r"(?<![\w$])[eE]\Z")
_KINDS: dict[str, TokenKind] = {";": "semicolon", "\\": "backslash", "(": "open", ")": "close"}


@dataclass(frozen=True, slots=True)
class Token:
    """One stretch that a splitter must know; `end` is exclusive.

    `unterminated` says what is missing when the text ends inside it.
    """

    kind: TokenKind
    start: int
    end: int
    unterminated: str = ""


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """Walk the significant tokens of `text`; whatever lies between two of them is plain code."""
    position = start
    while found := _SIGNIFICANT.search(text, position):
        token = _token(text, found)
        yield token
        position = token.end


def _token(text: str, found: "re.Match[str]") -> Token:
    opener, start, end = found.group(), found.start(), found.end()
    if opener == "--":
        line_end = _LINE_END.search(text, end)
        return Token("comment", start, line_end.start() if line_end else len(text))
    if opener == "/*":
        return _block_comment(text, start)
    if opener == "'":
        return _string(text, start)
    if opener == '"':
        return _until(text, "name", start, '"', "a quoted name")
    if opener[0] == "$":
        return _until(text, "dollar", start, opener, f"a string quoted with {opener}")
    return Token(_KINDS[opener], start, end)


def _until(text: str, kind: TokenKind, start: int, closer: str, what: str) -> Token:
    end = text.find(closer, start + len(closer))
    if end < 0:
        return Token(kind, start, len(text), f"{what} is never closed")
    return Token(kind, start, end + len(closer))


def _string(text: str, start: int) -> Token:
    if _ESCAPE_PREFIX.search(text, max(0, start - 2), start):
        found = _ESCAPED_STRING.match(text, start + 1)
        if not found:
            return Token("string", start, len(text), "a string is never closed")
        return Token("string", start, found.end())
    return _until(text, "string", start, "'", "a string")


def _block_comment(text: str, start: int) -> Token:
    depth = 0
    for edge in _COMMENT_EDGE.finditer(text, start):
        depth += 1 if edge.group() == "/*" else -1
        if depth == 0:
            return Token("comment", start, edge.end())
    return Token("comment", start, len(text), "a comment is never closed")


def code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Walk the stretches of `text` that are code: no string, quoted name or comment."""
    position = 0
    for token in tokens(text):
        if token.kind in {"comment", "string", "name", "dollar"}:
            yield position, token.start
            position = token.end
    yield position, len(text)
