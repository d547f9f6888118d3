"""CREATE FUNCTION and DO trees."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from deploycheck.domains.database.effects import CreateFunction, Effect, Opaque, Other, RunQuery, Volatility
from deploycheck.domains.database.lexer import code_spans
from deploycheck.domains.database.postgres.nodes import Node, name_of, strings, unwrap
from deploycheck.domains.database.postgres.plpgsql import (
    BodyStatement,
    body_statements,
    changes_schema,
    mentions_schema_words,
    touches_rows_only,
    why_schema_may_change,
)
from deploycheck.domains.database.postgres.selects import QueryReader
from deploycheck.domains.database.postgres.types import type_of
from deploycheck.domains.database.postgres.words import identifiers
from deploycheck.model.location import Location

Parse = Callable[[str], tuple[Effect, ...]]
_VOLATILITY: dict[str, Volatility] = {"immutable": "constant", "stable": "stable"}
_TOLERANCE = {"absent": ("if_not_exists",), "present": ("tolerant", "if_exists")}
_ROW_EFFECTS = (RunQuery, Other)


def create_function(body: Node, reader: QueryReader, text: str) -> Iterator[Effect]:
    """Read a CreateFunctionStmt; `text` is the statement as written."""
    options = _options(body)
    returns = body.get("returnType", {})
    yield CreateFunction(
        function=name_of(strings(body["funcname"])),
        changes_schema=_why(options, text),
        returns=type_of(returns) if returns else None,
        returns_set=bool(returns.get("setof")),
        volatility=_VOLATILITY.get(_string(options.get("volatility", {})), "volatile"),
        at=reader.places.at(0),
    )


def _options(body: Node) -> dict[str, Node]:
    nodes = body.get("options") or body.get("args") or ()
    elements = [unwrap(node)[1] for node in nodes]
    return {element.get("defname", ""): element for element in elements}


def _string(element: Node) -> str:
    return str(unwrap(element.get("arg", {}))[1].get("sval", "")).lower()


def _body(element: Node) -> str:
    kind, argument = unwrap(element.get("arg", {}))
    return str(argument.get("sval", "")) if kind == "String" else "".join(strings(argument.get("items"))[:1])


def _why(options: dict[str, Node], text: str) -> str:
    language = _string(options.get("language", {})) or "sql"
    body = _body(options.get("as", {}))
    if language == "plpgsql":
        return _why_plpgsql(body, text)
    if language == "sql":
        first = any(changes_schema(part) for part in body.split(";"))
        return "it changes the schema" if first else ""
    return "" if language in {"c", "internal"} else f"it is written in {language}"


def _why_plpgsql(body: str, text: str) -> str:
    import pgparse

    if not _mentions(body):
        return ""
    try:
        return why_schema_may_change(body_statements(pgparse.parse_pgsql(text)))
    except (pgparse.PGQueryError, RecursionError):
        return "its body could not be parsed"


def _mentions(body: str) -> bool:
    """Whether words that change schemas stand in the code of a body, or in strings that it may run."""
    return mentions_schema_words(body)


def do_block(body: Node, reader: QueryReader, text: str, parse: Parse) -> Iterator[Effect]:
    """Read a DO statement: what it does unconditionally is its effect, the rest of what changes schemas is Opaque."""
    import pgparse

    at = reader.places.at(0)
    options = _options(body)
    language = _string(options.get("language", {})) or "plpgsql"
    if language != "plpgsql":
        yield Opaque(text, f"a DO block is written in {language}", at=at)
        return
    try:
        statements = body_statements(pgparse.parse_pgsql(text))
    except (pgparse.PGQueryError, RecursionError):
        source = _body(options.get("as", {}))
        if _mentions(source):
            yield Opaque(text, "the body of a DO block could not be parsed", identifiers(source), at=at)
        else:
            yield Other("do", at=at)
        return
    yield Other("do", at=at)
    for statement in statements:
        yield from _effects(statement, text, parse, at)


def _effects(statement: BodyStatement, text: str, parse: Parse, at: Location) -> Iterator[Effect]:
    if statement.sql is None:
        if not touches_rows_only(statement.source):
            reason = f"a DO block runs SQL that is put together at run time (line {statement.line} of its body)"
            yield Opaque(text, reason, _dynamic_names(statement.source), at=at)
        return
    for effect in parse(statement.sql):
        found = replace(effect, at=at)
        if isinstance(found, RunQuery):
            yield replace(found, conditional=bool(statement.guard))
        elif isinstance(found, _ROW_EFFECTS) or not statement.guard:
            yield found
        else:
            yield _guarded(found, statement, text)


def _guarded(effect: Effect, statement: BodyStatement, text: str) -> Effect:
    """Give the effect of a statement behind a condition, when IF [NOT] EXISTS says the same; else it is Opaque."""
    known = {field.name for field in fields(effect)}
    usable = [name for name in _TOLERANCE.get(statement.guard, ()) if name in known]
    if usable and (statement.guard == "absent" or type(effect).__name__.startswith("Drop")):
        tolerant: dict[str, Any] = dict.fromkeys(usable, True)
        return replace(effect, **tolerant)
    reason = f"a DO block changes the schema only under a condition (line {statement.line} of its body)"
    return Opaque(text, reason, identifiers(statement.sql or ""), at=effect.at)


def _dynamic_names(source: str) -> frozenset[str] | None:
    """Give the identifiers of a text that is put together, None when names themselves are put in."""
    outside = "".join(source[start:end] for start, end in code_spans(source)).replace("format", "")
    plain = not identifiers(outside) and "%" not in source
    return identifiers(source) if plain else None
