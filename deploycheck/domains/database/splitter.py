"""Cuts the text of an SQL file into statements.

The parser fails a whole file for one bad statement, so files are cut first. Besides SQL's own rules this knows what
tools put between statements: psql's backslash lines, the data of COPY in dumps, the markers of goose, dbmate and
sql-migrate, and psql's rule that a semicolon inside a SQL-standard function body ends nothing.
"""

import re
from typing import Literal

from deploycheck.domains.database.lexer import Token, tokens
from deploycheck.domains.database.text import SqlText
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, Record, field

Section = Literal["", "up", "down"]

_DELIMITER = re.compile(r"^[ \t]*delimiter[ \t]+\S+", re.IGNORECASE | re.MULTILINE)
_RUN_BY_SOME = re.compile(r"/\*M?!.*\b(?:create|alter|drop|rename)\b", re.IGNORECASE | re.DOTALL)
_BLANK = re.compile(r"[\s;]*")
_LINE_END = re.compile(r"\r?\n|\Z")
_MARKER = re.compile(r"--\s*(?:\+(?:goose|migrate)\s+|migrate:)([A-Za-z]+(?: [A-Za-z]+)?)")
_COPY_DATA = re.compile(r"copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
_COPY_END = re.compile(r"^\\\.[ \t]*\r?$", re.MULTILINE)
_ROUTINE = re.compile(r"create\s+(?:or\s+replace\s+)?(?:function|procedure)\b", re.IGNORECASE)
_RULE = re.compile(r"create\s+(?:or\s+replace\s+)?rule\b", re.IGNORECASE)
_BODY_WORD = re.compile(r"\b(begin\s+atomic|begin|case|end)\b", re.IGNORECASE)
_RUNS_UNSEEN = re.compile(r"\\(i|ir|include|include_relative|gexec)\b")


class Comment(Record):
    """A comment that stands before a statement, as written."""

    text: str
    at: Location


class Piece(Record):
    """One statement as written, from its first character to before its semicolon.

    `start` is the offset in the file's text. `problem` says why it cannot be a whole statement, "" when it can.
    """

    text: str
    start: int
    at: Location
    comments: tuple[Comment, ...] = ()
    section: Section = ""
    problem: str = ""


class Script(Record):
    """All statements of a file; `no_transaction` when a marker takes the file out of the tool's transaction."""

    pieces: tuple[Piece, ...]
    no_transaction: frozenset[Section] = frozenset()
    marked: bool = False


def split(source: SqlText, server: str = "") -> Script:
    """Cut `source` into its statements; never fails, what is not whole has a `problem`.

    `server` is "" for PostgreSQL, else what `other_server` calls it.
    """
    cutter = _Cutter(source, server)
    position = 0
    while position < len(source.text):
        position = cutter.run(position)
    cutter.finish()
    return Script(tuple(cutter.pieces), frozenset(cutter.no_transaction), cutter.marked)


class _Cutter(Draft):
    """The state of one walk through a file."""

    source: SqlText
    server: str = ""
    begin: int = 0
    pieces: list[Piece] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    section: Section = ""
    no_transaction: set[Section] = field(default_factory=set)
    marked: bool = False
    parens: int = 0
    blocks: int = 0
    scanned: int = 0
    whole: bool = False

    def run(self, position: int) -> int:
        """Walk from `position` until something moves the walk elsewhere; give the place to go on."""
        for token in tokens(self.source.text, position, self.server):
            if token.unterminated:
                return self.give_up(token)
            match token.kind:
                case "comment":
                    self.comment(token)
                case "semicolon":
                    if not self.whole and not self.inside_body(token.start):
                        return self.end(token.start, token.end)
                case "batch":
                    return self.end(token.start, token.end)
                case "delimiter":
                    return self.delimited(token)
                case "backslash":
                    return self.backslash(token)
                case "open":
                    self.parens += 1
                case "close":
                    self.parens -= 1
                case _:
                    pass
        return len(self.source.text)

    def pending(self, end: int) -> str:
        """Give the text of the open statement up to `end`, without blanks around it."""
        self.begin = min(end, _blank_end(self.source.text, self.begin))
        return self.source.text[self.begin : end].rstrip()

    def comment(self, token: Token) -> None:
        """Take a comment that stands before a statement; obey it when it is a marker."""
        text = self.source.text[token.start : token.end]
        marker = _MARKER.match(text)
        if marker:
            self.marker(token, marker.group(1).lower(), text.lower())
        if self.server and _RUN_BY_SOME.match(text):
            self.close(token.start)
            problem = "it stands in a comment that only some versions of the server run"
            self.pieces.append(Piece(text, token.start, self.source.location(token.start), (), self.section, problem))
            self.begin = token.end
        elif _blank_end(self.source.text, self.begin) >= token.start:
            self.comments.append(Comment(text, self.source.location(token.start)))
            self.begin = token.end

    def marker(self, token: Token, word: str, line: str) -> None:
        """Obey `+goose Up`, `migrate:down`, `+goose NO TRANSACTION` and their like."""
        no_transaction = any(said in line for said in ("no transaction", "transaction:false", "notransaction"))
        direction = word.split(maxsplit=1)[0]
        if direction in {"statementbegin", "statementend"}:
            self.close(token.start)
            self.whole = direction == "statementbegin"
        if direction in {"up", "down"}:
            self.close(token.start)
            self.section = "up" if direction == "up" else "down"
            self.marked = True
        if no_transaction:
            self.no_transaction.add(self.section if direction in {"up", "down"} else "")

    def inside_body(self, end: int) -> bool:
        """Whether a semicolon at `end` belongs to a function or rule body and ends nothing."""
        start = _blank_end(self.source.text, self.begin)
        if _RULE.match(self.source.text, start):
            return self.parens > 0
        if not _ROUTINE.match(self.source.text, start):
            return False
        for word in _BODY_WORD.finditer(self.source.text, max(start, self.scanned), end):
            self.blocks = _blocks_after(self.blocks, word.group().lower())
        self.scanned = end
        return self.blocks > 0

    def end(self, end: int, go_on: int) -> int:
        """Close the statement that ends before `end`; skip the data of a COPY."""
        text = self.pending(end)
        self.close(end)
        if _COPY_DATA.match(text):
            data_end = _COPY_END.search(self.source.text, go_on)
            go_on = data_end.end() if data_end else go_on
        self.begin = go_on
        return go_on

    def close(self, end: int, problem: str = "") -> None:
        """Put the open statement, if there is one, on the list."""
        text = self.pending(end)
        if text:
            at = self.source.location(self.begin)
            self.pieces.append(Piece(text, self.begin, at, tuple(self.comments), self.section, problem))
            self.comments.clear()
        self.begin = end
        self.parens = self.blocks = 0

    def backslash(self, token: Token) -> int:
        """Skip a psql command, which reaches to the end of its line and may end a statement."""
        line_end = _LINE_END.search(self.source.text, token.start)
        stop = line_end.end() if line_end else len(self.source.text)
        command = self.source.text[token.start : stop].rstrip()
        self.close(token.start)
        if _RUNS_UNSEEN.match(command):
            at = self.source.location(token.start)
            reason = "psql runs SQL here that is not in this file"
            self.pieces.append(Piece(command, token.start, at, (), self.section, reason))
        self.begin = stop
        return stop

    def delimited(self, token: Token) -> int:
        """Cut what stands between `DELIMITER //` and the next DELIMITER line at that mark."""
        text = self.source.text
        mark = text[token.start : token.end].split()[-1]
        self.close(token.start)
        self.begin = token.end
        if mark == ";":
            return token.end
        following = _DELIMITER.search(text, token.end)
        stop = following.start() if following else len(text)
        while (found := text.find(mark, self.begin, stop)) >= 0:
            self.close(found)
            self.begin = found + len(mark)
        self.close(stop)
        return stop

    def give_up(self, token: Token) -> int:
        """End the file at a quote or comment that is never closed."""
        line = self.source.location(token.start).line
        self.close(len(self.source.text), f"{token.unterminated} (it begins in line {line})")
        return len(self.source.text)

    def finish(self) -> None:
        """Close the last statement, which needs no semicolon."""
        self.close(len(self.source.text))


def _blank_end(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _blocks_after(blocks: int, word: str) -> int:
    """Count the open blocks of a SQL-standard function body; words before its BEGIN ATOMIC mean nothing."""
    if not blocks:
        return 1 if word.endswith("atomic") else 0
    return blocks - 1 if word == "end" else blocks + 1
