"""The lexical rules that decide where strings, names and comments end: PostgreSQL's, and what others do differently.

Only what a splitter needs: everything else is left to the parser.
"""

import re
from collections.abc import Iterator
from typing import Literal

from deploycheck.model.record import Record

TokenKind = Literal[
    "comment", "string", "name", "dollar", "semicolon", "backslash", "open", "close", "batch", "delimiter"
]

_SIGNIFICANT = re.compile(
    r"""--|/\*|'|"|;|\\|\(|\)|(?<![\w$])\$(?:[A-Za-z_\x80-\U0010ffff][A-Za-z_0-9\x80-\U0010ffff]*)?\$"""
)
_OTHERS = re.compile(
    r"""--|\#|/\*|'|"|`|\[|;|\(|\)|^[ \t]*(?:GO|go|Go)[ \t]*$|^[ \t]*(?i:delimiter)[ \t]+\S+""", re.MULTILINE
)
_QUOTES = {"`": "`", "[": "]"}
_LINE_END = re.compile(r"[\r\n]")
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_ESCAPED_STRING = re.compile(r"(?:[^'\\]++|\\.|'')*+'", re.DOTALL)
_ESCAPED_NAME = re.compile(r'(?:[^"\\]++|\\.|"")*+"', re.DOTALL)
_ESCAPE_PREFIX = re.compile(r"(?<![\w$])[eE]\Z")
_KINDS: dict[str, TokenKind] = {";": "semicolon", "\\": "backslash", "(": "open", ")": "close"}
_BACKSLASHED = frozenset({"mysql", "mariadb", "clickhouse"})
"""Servers whose strings know backslashes, and whose comments may begin with `#`."""
_BRACKETED = frozenset({"mssql", "sqlserver", "sqlite", "sqlite3"})


class Token(Record):
    """One stretch that a splitter must know; `end` is exclusive.

    `unterminated` says what is missing when the text ends inside it.
    """

    kind: TokenKind
    start: int
    end: int
    unterminated: str = ""


def tokens(text: str, start: int = 0, server: str = "") -> Iterator[Token]:
    """Walk the significant tokens of `text`; whatever lies between two of them is plain code.

    `server` is "" for PostgreSQL, else what `other_server` calls it.
    """
    position, pattern = start, _OTHERS if server else _SIGNIFICANT
    while found := pattern.search(text, position):
        token = _foreign(text, found, server) if server else _token(text, found)
        if token is not None:
            yield token
        position = token.end if token else found.end()


def _foreign(text: str, found: "re.Match[str]", server: str) -> Token | None:
    """Make the token of another server; None when the character means nothing there."""
    opener, start, end = found.group(), found.start(), found.end()
    if opener in "'\"" and server in _BACKSLASHED:
        return _backslashed(text, start, opener)
    if opener in _QUOTES:
        is_name = opener == "`" or server in _BRACKETED
        return _until(text, "name", start, _QUOTES[opener], "a quoted name") if is_name else None
    if opener == "#":
        return _line_comment(text, start, end) if server in _BACKSLASHED else None
    if opener == "/*":
        closed = text.find("*/", end)
        return Token(
            "comment",
            start,
            closed + 2 if closed >= 0 else len(text),
            "" if closed >= 0 else "a comment is never closed",
        )
    if opener.strip().lower() == "go":
        return Token("batch", start, end)
    if opener.strip().lower().startswith("delimiter"):
        return Token("delimiter", start, end) if server in _BACKSLASHED else None
    return _token(text, found)


def _backslashed(text: str, start: int, quote: str) -> Token:
    closed = (_ESCAPED_STRING if quote == "'" else _ESCAPED_NAME).match(text, start + 1)
    if not closed:
        return Token("string", start, len(text), "a string is never closed")
    return Token("string", start, closed.end())


def _line_comment(text: str, start: int, end: int) -> Token:
    line_end = _LINE_END.search(text, end)
    return Token("comment", start, line_end.start() if line_end else len(text))


def _token(text: str, found: "re.Match[str]") -> Token:
    opener, start, end = found.group(), found.start(), found.end()
    if opener == "--":
        return _line_comment(text, start, end)
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
