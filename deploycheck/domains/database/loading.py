"""One SQL file, from bytes to statements. Pure: the same bytes and path give the same statements."""

from deploycheck.domains.database.effects import Opaque
from deploycheck.domains.database.postgres.parser import parse_statement
from deploycheck.domains.database.splitter import Script, Section, split
from deploycheck.domains.database.statement import Statement
from deploycheck.domains.database.text import NotSqlTextError, SqlText, read_sql
from deploycheck.model.location import Location
from deploycheck.model.record import Record


class SqlFile(Record):
    """The statements of a file; `problem` says why it could not be read at all, "" when it could.

    `marked` when markers (goose, dbmate, sql-migrate) divide it into up and down; `no_transaction` are the sections
    that a marker takes out of the tool's transaction; `server` the one that it is written for, "" for PostgreSQL.
    """

    path: str
    statements: tuple[Statement, ...] = ()
    problem: str = ""
    marked: bool = False
    no_transaction: frozenset[Section] = frozenset()
    server: str = ""

    @property
    def opaque(self) -> tuple[Opaque, ...]:
        """What was not understood in it."""
        return tuple(
            effect for statement in self.statements for effect in statement.effects if isinstance(effect, Opaque)
        )

    @property
    def location(self) -> Location:
        """The whole file."""
        return Location(self.path)


def load_sql(path: str, content: bytes, *, query_file: bool = False, server: str = "") -> SqlFile:
    """Read a file; never fails. `query_file`: parameters of drivers and generators are understood.

    `server` is "" for PostgreSQL, else the word for another one, whose SQL sqlglot reads.
    """
    try:
        source = read_sql(path, content)
    except NotSqlTextError as error:
        return SqlFile(path, problem=str(error), server=server)
    script = split(source, server)
    if server:
        statements = _foreign(script, source, server)
    else:
        statements = tuple(parse_statement(piece, source, query_file=query_file) for piece in script.pieces)
    return SqlFile(path, statements, "", script.marked, script.no_transaction, server)


def _foreign(script: Script, source: SqlText, server: str) -> tuple[Statement, ...]:
    from deploycheck.domains.database.dialects.parser import parse_foreign

    return tuple(parse_foreign(piece, source, server) for piece in script.pieces)
