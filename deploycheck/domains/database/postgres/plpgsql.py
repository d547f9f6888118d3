"""PL/pgSQL bodies: what a DO block does to the schema, and whether a function could do anything to it."""

import re
from collections.abc import Iterator
from typing import Any

from deploycheck.domains.database.lexer import tokens
from deploycheck.domains.database.postgres.nodes import Node, unwrap
from deploycheck.model.record import Record

_SCHEMA_WORDS = re.compile(r"\b(?:create|alter|drop|execute|truncate|rename)\b", re.IGNORECASE)
_DDL = re.compile(
    r"\s*(?:create|alter|drop|comment|grant|revoke|reindex|cluster|refresh|security)\b"
    r"(?!\s+(?:(?:global|local)\s+)?temp(?:orary)?\b)",
    re.IGNORECASE,
)
_ROWS = re.compile(
    r"\s*(?:select|insert|update|delete|with|merge|truncate|lock|set|reset|analyze|copy)\b", re.IGNORECASE
)
_LITERAL = re.compile(r"\s*(?:format\s*\(\s*)?[eE]?'((?:[^']|'')*)'", re.IGNORECASE)
_WHOLE_LITERAL = re.compile(r"\s*'((?:[^']|'')*)'\s*\Z")
_DOLLAR_LITERAL = re.compile(r"\s*(\$\w*\$)(.*)\1\s*\Z", re.DOTALL)
_CATALOGUE_GUARD = re.compile(r"\bexists\s*\(\s*select\b.*\b(?:pg_|information_schema)", re.IGNORECASE | re.DOTALL)
_NEGATED = re.compile(r"\s*\(*\s*not\s*\(*\s*exists\b", re.IGNORECASE)
_DUPLICATES = frozenset(
    {"duplicate_object", "duplicate_table", "duplicate_column", "duplicate_schema", "duplicate_function", "others"}
)
_DEEPEST = 50


class BodyStatement(Record):
    """One SQL statement in a PL/pgSQL body.

    `guard` says when it runs: "" always, `absent` or `present` when a look into the system catalogue decides, and
    `condition` for every other branch or loop. `sql` is None when the text is put together at run time.
    """

    sql: str | None
    guard: str
    line: int
    source: str


def body_statements(tree: list[Any]) -> list[BodyStatement]:
    """List the SQL statements of what pgparse.parse_pgsql returned, in order."""
    found: list[BodyStatement] = []
    for function in tree:
        action = unwrap(function)[1].get("action")
        if action:
            found.extend(_statement(action, "", 0))
    return found


def _statement(node: Node, guard: str, depth: int) -> Iterator[BodyStatement]:
    kind, body = unwrap(node)
    line = int(body.get("lineno", 0))
    if depth > _DEEPEST:
        yield BodyStatement(None, "condition", line, "")
        return
    match kind:
        case "PLpgSQL_stmt_execsql":
            sql = _query(body, "sqlstmt")
            yield BodyStatement(sql, guard, line, sql)
        case "PLpgSQL_stmt_perform" | "PLpgSQL_stmt_call":
            sql = _query(body, "expr")
            yield BodyStatement(sql, guard, line, sql)
        case "PLpgSQL_stmt_dynexecute" | "PLpgSQL_stmt_dynfors":
            source = _query(body, "query")
            yield BodyStatement(_constant(source), guard, line, source)
            yield from _all(body.get("body"), "condition", depth)
        case "PLpgSQL_stmt_block":
            yield from _all(body.get("body"), _after_handlers(body, guard), depth)
            for handler in _handlers(body):
                yield from _all(handler.get("action"), "condition", depth)
        case "PLpgSQL_stmt_if":
            yield from _branches(body, guard, depth)
        case _:
            yield from _anything(body, depth)


def _branches(body: Node, guard: str, depth: int) -> Iterator[BodyStatement]:
    inner = _guard_of(_query(body, "cond")) if not guard else "condition"
    yield from _all(body.get("then_body"), inner, depth)
    for branch in body.get("elsif_list", ()):
        yield from _all(unwrap(branch)[1].get("stmts"), "condition", depth)
    yield from _all(body.get("else_body"), "condition", depth)


def _guard_of(condition: str) -> str:
    if not _CATALOGUE_GUARD.search(condition):
        return "condition"
    return "absent" if _NEGATED.match(condition) else "present"


def _anything(body: Node, depth: int) -> Iterator[BodyStatement]:
    """Walk loops and CASE, wherever they keep their bodies."""
    for key in ("body", "stmts", "else_stmts", "case_when_list"):
        for node in body.get(key, ()) or ():
            if key == "case_when_list":
                yield from _all(unwrap(node)[1].get("stmts"), "condition", depth)
            else:
                yield from _statement(node, "condition", depth + 1)


def _all(nodes: list[Node] | None, guard: str, depth: int) -> Iterator[BodyStatement]:
    for node in nodes or ():
        yield from _statement(node, guard, depth + 1)


def _handlers(block: Node) -> list[Node]:
    handlers = unwrap(block.get("exceptions", {}))[1].get("exc_list", ())
    return [unwrap(handler)[1] for handler in handlers]


def _after_handlers(block: Node, guard: str) -> str:
    """Give the guard inside a block: one that catches duplicates creates only what is absent."""
    handlers = _handlers(block)
    if not handlers:
        return guard
    caught = {
        unwrap(condition)[1].get("condname", "") for handler in handlers for condition in handler.get("conditions", ())
    }
    return "absent" if not guard and caught <= _DUPLICATES else "condition"


def _query(body: Node, key: str) -> str:
    return str(unwrap(body.get(key, {}))[1].get("query", ""))


def _constant(source: str) -> str | None:
    """Give the text that EXECUTE runs when it is one literal, else None."""
    whole = _WHOLE_LITERAL.match(source)
    if whole:
        return whole.group(1).replace("''", "'")
    dollar = _DOLLAR_LITERAL.match(source)
    return dollar.group(2) if dollar else None


def changes_schema(sql: str) -> bool:
    """Whether a statement, by its first word, is one that changes the schema (temporary objects don't count)."""
    return bool(_DDL.match(_uncommented(sql)))


def touches_rows_only(source: str) -> bool:
    """Whether the text that EXECUTE puts together begins, in a literal, as a statement about rows."""
    literal = _LITERAL.match(source)
    return bool(literal and _ROWS.match(literal.group(1)))


def _uncommented(sql: str) -> str:
    start = 0
    for token in tokens(sql):
        if token.kind != "comment" or sql[start : token.start].strip():
            break
        start = token.end
    return sql[start:]


def why_schema_may_change(statements: list[BodyStatement]) -> str:
    """Say why running these statements may change the schema, "" when they can't."""
    for statement in statements:
        if statement.sql is None and not touches_rows_only(statement.source):
            return f"it runs SQL that is put together at run time (line {statement.line} of its body)"
        if statement.sql is not None and changes_schema(statement.sql):
            return f"it changes the schema (line {statement.line} of its body)"
    return ""


def mentions_schema_words(body: str) -> bool:
    """Whether a body that could not be parsed has any word that changes schemas."""
    return bool(_SCHEMA_WORDS.search(body))
