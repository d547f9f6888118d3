"""Pieces of a file become statements: limits, placeholders, the parser, and what to say when it can't."""

import re
from collections.abc import Iterator

from deploycheck.domains.database.effects import Effect, Opaque, Other
from deploycheck.domains.database.lexer import code_spans
from deploycheck.domains.database.postgres import alter_table, lifecycle, objects, session
from deploycheck.domains.database.postgres.isolation import ParserDiedError, parse_apart
from deploycheck.domains.database.postgres.nodes import Node, Places, UnsupportedError, unwrap
from deploycheck.domains.database.postgres.placeholders import (
    fill_parameters,
    fill_placeholders,
    fill_question_marks,
)
from deploycheck.domains.database.postgres.routines import create_function, do_block
from deploycheck.domains.database.postgres.selects import QueryReader
from deploycheck.domains.database.postgres.words import identifiers
from deploycheck.domains.database.splitter import Piece
from deploycheck.domains.database.statement import Statement
from deploycheck.domains.database.text import SqlText, sql_text
from deploycheck.model.record import replace

LONGEST = 1 << 20
"""Bytes of a statement; longer ones are Opaque."""
MOST_OPERATORS = 2_000
LONGEST_HERE = 64 * 1024
"""Bytes above which a statement is parsed in a process of its own, so that a crash is a finding."""

_OPERATOR = re.compile(r"[-+*/<>=~!@#%^&|`?]+|\b(?:and|or|not)\b", re.IGNORECASE)
_HARMLESS = re.compile(r"Stmt\Z")
_READERS = {**objects.READERS, **lifecycle.READERS, **session.READERS}
_UNDERSTOOD = {
    "AlterDefaultPrivilegesStmt": "grant",
    "AlterDatabaseSetStmt": "alter database",
    "AlterDatabaseStmt": "alter database",
    "AlterEventTrigStmt": "event trigger",
    "AlterExtensionContentsStmt": "extension",
    "AlterExtensionStmt": "extension",
    "AlterFunctionStmt": "alter function",
    "AlterDomainStmt": "alter domain",
    "AlterObjectDependsStmt": "depends on",
    "AlterOwnerStmt": "owner",
    "AlterPolicyStmt": "policy",
    "AlterPublicationStmt": "publication",
    "AlterRoleSetStmt": "role",
    "AlterRoleStmt": "role",
    "AlterSeqStmt": "alter sequence",
    "AlterStatsStmt": "statistics",
    "AlterSubscriptionStmt": "subscription",
    "AlterSystemStmt": "alter system",
    "AlterTSConfigurationStmt": "text search",
    "AlterTSDictionaryStmt": "text search",
    "AlterTypeStmt": "alter type",
    "AlterOperatorStmt": "operator",
    "AlterCollationStmt": "collation",
    "CheckPointStmt": "checkpoint",
    "CreateCastStmt": "cast",
    "CreateConversionStmt": "conversion",
    "CreateEventTrigStmt": "event trigger",
    "CreateExtensionStmt": "extension",
    "CreateFdwStmt": "foreign server",
    "CreateForeignServerStmt": "foreign server",
    "CreateOpClassStmt": "operator",
    "CreateOpFamilyStmt": "operator",
    "CreatePublicationStmt": "publication",
    "CreateRoleStmt": "role",
    "CreateSubscriptionStmt": "subscription",
    "CreateTransformStmt": "transform",
    "CreateUserMappingStmt": "foreign server",
    "CreatePLangStmt": "language",
    "CreatedbStmt": "database",
    "CreateTableSpaceStmt": "tablespace",
    "ConstraintsSetStmt": "set constraints",
    "DeallocateStmt": "prepared statement",
    "DiscardStmt": "discard",
    "DropOwnedStmt": "",
    "DropRoleStmt": "role",
    "DropUserMappingStmt": "foreign server",
    "DropSubscriptionStmt": "subscription",
    "ExplainStmt": "explain",
    "GrantRoleStmt": "grant",
    "GrantStmt": "grant",
    "ListenStmt": "listen",
    "LoadStmt": "load",
    "NotifyStmt": "notify",
    "SecLabelStmt": "label",
    "UnlistenStmt": "listen",
    "VariableShowStmt": "show",
}


def parse_statement(piece: Piece, source: SqlText, *, query_file: bool = False) -> Statement:
    """Make the statement of a piece; what cannot be understood has the effect Opaque.

    In a `query_file` the named parameters of drivers and generators (`:name`, `@name`, `?`) are understood.
    """
    places = Places(source, piece.start, piece.text)
    effects = refusal(piece, source) or _parsed(piece.text, places, query_file=query_file)
    comments = tuple(comment.text for comment in piece.comments)
    return Statement(piece.text, piece.at, effects, comments, piece.section)


def _opaque(text: str, reason: str, places: Places, byte_offset: int = 0) -> tuple[Effect, ...]:
    return (Opaque(text[:LONGEST_HERE], reason, identifiers(text), at=places.at(byte_offset)),)


def refusal(piece: Piece, source: SqlText) -> tuple[Effect, ...]:
    """Give the Opaque of a piece that must not reach a parser, else nothing."""
    text, places = piece.text, Places(source, piece.start, piece.text)
    if piece.problem:
        return _opaque(text, piece.problem, places)
    if "\0" in text:
        return _opaque(text, "it holds a NUL character", places)
    if len(text) > LONGEST // 4 and len(text.encode()) > LONGEST:
        return _opaque(text[:LONGEST], "it is longer than 1 MiB", places)
    if len(text) > MOST_OPERATORS and _operators(text) > MOST_OPERATORS:
        return _opaque(text, f"it has more than {MOST_OPERATORS:,} operators", places)
    return ()


def _operators(text: str) -> int:
    return sum(len(_OPERATOR.findall(text, start, end)) for start, end in code_spans(text))


def _parsed(text: str, places: Places, *, query_file: bool) -> tuple[Effect, ...]:
    import pgparse

    filled = fill_placeholders(text)
    if query_file:
        filled = fill_parameters(filled)
        if "?" in filled and not _parses(filled):
            filled = fill_question_marks(filled)
    try:
        trees = parse_apart(filled) if len(filled) > LONGEST_HERE else pgparse.parse(filled)
        return tuple(effect for tree in trees for effect in _effects(tree["stmt"], places, filled))
    except pgparse.PGQueryError as error:
        characters = max(int(error.position) - 1, 0)
        return _opaque(text, error.message, places, len(filled[:characters].encode()))
    except UnsupportedError as error:
        return _opaque(text, str(error), places)
    except RecursionError:
        return _opaque(text, "it is nested too deeply", places)
    except ParserDiedError as error:
        return _opaque(text, str(error), places)


def _parses(text: str) -> bool:
    """Whether a text is SQL as it is: then its question marks are operators, and no parameters."""
    import pgparse

    if len(text) > LONGEST_HERE:
        return False
    try:
        pgparse.parse(text)
    except pgparse.PGQueryError:
        return False
    return True


def _effects(node: Node, places: Places, text: str) -> Iterator[Effect]:
    kind, body = unwrap(node)
    reader = QueryReader(places)
    if kind == "AlterTableStmt":
        yield from alter_table.alter_table(body, places)
    elif kind == "CreateFunctionStmt":
        yield from create_function(body, reader, text)
    elif kind == "DoStmt":
        yield from do_block(body, reader, text, lambda sql: parse_text(sql, places))
    elif kind in _READERS:
        yield from _READERS[kind](body, reader)
    elif _UNDERSTOOD.get(kind):
        yield Other(_UNDERSTOOD[kind], at=places.at(0))
    else:
        raise UnsupportedError(f"statements of the kind {_HARMLESS.sub('', kind) or 'unknown'} are not known")


def parse_text(sql: str, places: Places) -> tuple[Effect, ...]:
    """Parse SQL that stands inside another statement, at whose place its effects are."""
    inner = Places(sql_text(places.source.path, sql), 0, sql)
    return tuple(replace(effect, at=places.at(0)) for effect in _parsed(sql, inner, query_file=False))
