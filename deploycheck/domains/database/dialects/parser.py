"""Pieces of SQL of other servers become statements, with sqlglot."""

import logging
from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from deploycheck.domains.database.dialects.definitions import alter, create, drop
from deploycheck.domains.database.dialects.queries import ForeignReader
from deploycheck.domains.database.effects import (
    CreateTable,
    Effect,
    Opaque,
    Other,
    RenameColumn,
    RenameRelation,
    RunQuery,
    Transaction,
    Truncate,
)
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.postgres.nodes import UnsupportedError
from deploycheck.domains.database.postgres.parser import refusal
from deploycheck.domains.database.postgres.placeholders import fill_generator_calls
from deploycheck.domains.database.postgres.words import identifiers
from deploycheck.domains.database.splitter import Piece
from deploycheck.domains.database.statement import Statement
from deploycheck.domains.database.text import SqlText

DIALECTS = {"mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite", "sqlite3": "sqlite", "mssql": "tsql"}
DIALECTS |= {"sqlserver": "tsql", "oracle": "oracle", "clickhouse": "clickhouse", "postgresql": "postgres"}
_HARMLESS = frozenset({"LOCK TABLES", "UNLOCK TABLES", "UNLOCK", "OPTIMIZE", "FLUSH", "VACUUM", "ANALYZE", "USE"})
_SILENT = (exp.Set, exp.Pragma, exp.Use, exp.Grant, exp.Comment, exp.Describe, exp.Show, exp.Analyze)

logging.getLogger("sqlglot").setLevel(logging.ERROR)


def parse_foreign(piece: Piece, source: SqlText, server: str) -> Statement:
    """Make the statement of a piece; what cannot be understood has the effect Opaque."""
    dialect = DIALECTS.get(server, "")
    reader = ForeignReader(source, piece.start, dialect)
    effects = refusal(piece, source) or _parsed(piece, reader)
    comments = tuple(comment.text for comment in piece.comments)
    return Statement(piece.text, piece.at, effects, comments, piece.section)


def _parsed(piece: Piece, reader: ForeignReader) -> tuple[Effect, ...]:
    try:
        trees = sqlglot.parse(fill_generator_calls(piece.text), read=reader.dialect or None)
        effects = (effect for tree in trees if tree is not None for effect in _effects(tree, reader))
        return tuple(_checked(effect, piece.text, reader) for effect in effects)
    except UnsupportedError as error:
        reason = str(error)
    except RecursionError:
        reason = "it is nested too deeply"
    except (SqlglotError, ValueError) as error:  # ValueError: a word that sqlglot reads and does not write
        reason = str(error).partition("\n")[0].partition(". Line")[0] or "it is no SQL of this server"
    return (Opaque(piece.text, reason, identifiers(piece.text), at=piece.at),)


def _effects(tree: exp.Expr, reader: ForeignReader) -> Iterator[Effect]:
    at = reader.at(None)
    match tree:
        case exp.Create():
            yield from create(tree, reader)
        case exp.Drop():
            yield from drop(tree, reader)
        case exp.Alter():
            yield from alter(tree, reader)
        case exp.TruncateTable():
            yield from (Truncate(reader.name(table), at=at) for table in tree.expressions)
        case exp.Select() if tree.args.get("into") is not None:
            yield CreateTable(reader.name(tree.args["into"].this), query=reader.select(tree), at=at)
        case exp.Query() | exp.Insert() | exp.Update() | exp.Delete() | exp.Values():
            yield RunQuery(reader.query(tree), at=at)
        case exp.Transaction():
            yield Transaction("begin", at=at)
        case exp.Commit():
            yield Transaction("commit", at=at)
        case exp.Rollback():
            yield Transaction("rollback", at=at)
        case exp.Command():
            yield from _command(tree, reader)
        case _ if isinstance(tree, _SILENT):
            yield Other(type(tree).__name__.lower(), at=at)
        case _:
            raise UnsupportedError(f"statements of the kind {type(tree).__name__} are not known")


def _checked(effect: Effect, text: str, reader: ForeignReader) -> Effect:
    """Mend what sqlglot misreads: it takes `ALTER TABLE t RENAME a TO b` for the renaming of a table."""
    if not isinstance(effect, RenameRelation):
        return effect
    words = [token.text for token in sqlglot.tokenize(text, read=reader.dialect or None)]
    place = next((place for place, word in enumerate(words) if word.upper() == "RENAME"), len(words))
    if words[place + 2 : place + 3] and words[place + 2].upper() == "TO" and words[0].upper() == "ALTER":
        return RenameColumn(effect.name, words[place + 1].lower(), words[place + 3].lower(), at=effect.at)
    return effect


def _command(tree: exp.Command, reader: ForeignReader) -> Iterator[Effect]:
    """Read what sqlglot leaves as text: RENAME TABLE, and what changes no schema."""
    word = str(tree.this).upper()
    if word in _HARMLESS:
        yield Other(word.lower(), at=reader.at(None))
        return
    text = str(tree.expression.name if isinstance(tree.expression, exp.Expr) else tree.expression)
    words = [token.text for token in sqlglot.tokenize(text, read=reader.dialect or None)]
    if word != "RENAME" or words[:1] not in (["TABLE"], ["table"], ["Table"]):
        raise UnsupportedError(f"{word} is not known")
    for pair in _pairs(words[1:]):
        yield RenameRelation("table", Name("", pair[0].lower()), pair[1].lower(), at=reader.at(None))


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """Walk the pairs of `a TO b, c TO d`; raises UnsupportedError."""
    for start in range(0, len(words), 4):
        part = words[start : start + 4]
        if len(part) < 3 or part[1].upper() != "TO" or part[3:] not in ([], [","]):  # noqa: PLR2004  a, TO, b
            raise UnsupportedError("this form of RENAME TABLE is not known")
        yield part[0], part[2]
