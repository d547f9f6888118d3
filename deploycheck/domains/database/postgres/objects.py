"""Trees of everything that is created, dropped, renamed or moved and is no table."""

from collections.abc import Callable, Iterator

from deploycheck.domains.database.effects import (
    AddEnumValue,
    CreateEnum,
    CreateIndex,
    CreateSchema,
    CreateSequence,
    CreateTable,
    CreateTrigger,
    CreateType,
    CreateView,
    Effect,
    Other,
    RefreshView,
    RenameEnumValue,
)
from deploycheck.domains.database.names import Name, truncated
from deploycheck.domains.database.postgres.expressions import digest, expression, spelling
from deploycheck.domains.database.postgres.nodes import (
    Node,
    UnsupportedError,
    name_of,
    relation_name,
    strings,
    unwrap,
)
from deploycheck.domains.database.postgres.selects import QueryReader
from deploycheck.domains.database.postgres.tables import composite_columns, create_table
from deploycheck.domains.database.postgres.types import type_of
from deploycheck.domains.database.queries.model import Select

_BEFORE, _INSERT = 2, 4
Reader = Callable[[Node, QueryReader], Iterator[Effect]]


def _create_table(body: Node, reader: QueryReader) -> Iterator[Effect]:
    yield create_table(body, reader.places)


def _foreign_table(body: Node, reader: QueryReader) -> Iterator[Effect]:
    yield create_table(body["base"], reader.places)


def _table_as(body: Node, reader: QueryReader) -> Iterator[Effect]:
    into = body["into"]
    at = reader.places.of(into["rel"])
    query = reader.query(body["query"])
    if not isinstance(query, Select):
        raise UnsupportedError("a table is made from something that is no SELECT")
    name, columns = relation_name(into["rel"]), strings(into.get("colNames"))
    tolerant = bool(body.get("if_not_exists"))
    if body.get("objtype") == "OBJECT_MATVIEW":
        definition = digest(body["query"])
        yield CreateView(name, query, definition, columns, materialized=True, if_not_exists=tolerant, at=at)
    else:
        temporary = into["rel"].get("relpersistence") == "t"
        yield CreateTable(name, query=query, column_names=columns, if_not_exists=tolerant, temporary=temporary, at=at)


def select_into(body: Node, reader: QueryReader) -> Iterator[Effect]:
    """Read SELECT INTO, which is CREATE TABLE AS in older words."""
    into = body["intoClause"]
    query = reader.select(body)
    yield CreateTable(
        relation_name(into["rel"]),
        query=query,
        temporary=into["rel"].get("relpersistence") == "t",
        at=reader.places.of(into["rel"]),
    )


def _view(body: Node, reader: QueryReader) -> Iterator[Effect]:
    yield CreateView(
        view=relation_name(body["view"]),
        query=reader.query(body["query"]),
        definition=digest(body["query"]),
        column_names=strings(body.get("aliases")),
        or_replace=bool(body.get("replace")),
        temporary=body["view"].get("relpersistence") == "t",
        at=reader.places.of(body["view"]),
    )


def _refresh(body: Node, reader: QueryReader) -> Iterator[Effect]:
    at = reader.places.of(body["relation"])
    yield RefreshView(relation_name(body["relation"]), bool(body.get("concurrent")), at=at)


def _index(body: Node, reader: QueryReader) -> Iterator[Effect]:
    elements = [unwrap(node)[1] for node in body.get("indexParams", ())]
    keys = tuple(element.get("name") or spelling(element.get("expr", {})) for element in elements)
    where = expression(body["whereClause"]) if "whereClause" in body else None
    used = [column for element in elements if "expr" in element for column in expression(element["expr"]).columns]
    included = [unwrap(node)[1].get("name", "") for node in body.get("indexIncludingParams", ())]
    plain = [key for key, element in zip(keys, elements, strict=True) if "name" in element]
    yield CreateIndex(
        name=truncated(body.get("idxname", "")),
        table=relation_name(body["relation"]),
        keys=keys,
        unique=bool(body.get("unique")),
        concurrently=bool(body.get("concurrent")),
        if_not_exists=bool(body.get("if_not_exists")),
        where=where,
        expressions=tuple(index for index, element in enumerate(elements) if "expr" in element),
        uses=tuple(dict.fromkeys([*plain, *used, *included, *(where.columns if where else ())])),
        method=body.get("accessMethod", "btree"),
        included=tuple(included),
        only=not body["relation"].get("inh"),
        at=reader.places.of(body["relation"]),
    )


def _enum(body: Node, reader: QueryReader) -> Iterator[Effect]:
    yield CreateEnum(name_of(strings(body["typeName"])), strings(body.get("vals")), at=reader.places.at(0))


def _alter_enum(body: Node, reader: QueryReader) -> Iterator[Effect]:
    name, at = name_of(strings(body["typeName"])), reader.places.at(0)
    if "oldVal" in body:
        yield RenameEnumValue(name, body["oldVal"], body["newVal"], at=at)
        return
    neighbour, before = body.get("newValNeighbor", ""), not body.get("newValIsAfter")
    tolerant = bool(body.get("skipIfNewValExists"))
    yield AddEnumValue(name, body["newVal"], neighbour, bool(neighbour) and before, tolerant, at=at)


def _composite(body: Node, reader: QueryReader) -> Iterator[Effect]:
    columns = tuple(composite_columns(body.get("coldeflist", []), reader.places))
    yield CreateType(relation_name(body["typevar"]), columns, at=reader.places.at(0))


def _range(body: Node, reader: QueryReader) -> Iterator[Effect]:
    yield CreateType(name_of(strings(body["typeName"])), at=reader.places.at(0))


def _define(body: Node, reader: QueryReader) -> Iterator[Effect]:
    """Read CREATE AGGREGATE, OPERATOR, COLLATION, TEXT SEARCH ... and base types."""
    if body.get("kind") == "OBJECT_TYPE":
        yield CreateType(name_of(strings(body["defnames"])), at=reader.places.at(0))
    else:
        yield Other("create " + str(body.get("kind", "")).removeprefix("OBJECT_").lower(), at=reader.places.at(0))


def _domain(body: Node, reader: QueryReader) -> Iterator[Effect]:
    kinds = {unwrap(node)[1].get("contype") for node in body.get("constraints", ())}
    yield CreateType(
        name_of(strings(body["domainname"])),
        base=type_of(body["typeName"]),
        not_null="CONSTR_NOTNULL" in kinds,
        at=reader.places.at(0),
    )


def _sequence(body: Node, reader: QueryReader) -> Iterator[Effect]:
    at = reader.places.of(body["sequence"])
    yield CreateSequence(relation_name(body["sequence"]), bool(body.get("if_not_exists")), at=at)


def _schema(body: Node, reader: QueryReader) -> Iterator[Effect]:
    if "schemaElts" in body:
        raise UnsupportedError("CREATE SCHEMA holds other statements")
    name = body.get("schemaname") or body.get("authrole", {}).get("rolename", "")
    yield CreateSchema(name, bool(body.get("if_not_exists")), at=reader.places.at(0))


def _trigger(body: Node, reader: QueryReader) -> Iterator[Effect]:
    at = reader.places.of(body["relation"])
    timing, events = int(body.get("timing", 0)), int(body.get("events", 0))
    fills_rows = bool(timing & _BEFORE and events & _INSERT)
    yield CreateTrigger(body["trigname"], relation_name(body["relation"]), fills_rows, at=at)


def _policy(body: Node, reader: QueryReader) -> Iterator[Effect]:
    table = Name(body["table"].get("schemaname", ""), body["table"]["relname"])
    yield Other("create policy", table, at=reader.places.of(body["table"]))


def _rule(body: Node, reader: QueryReader) -> Iterator[Effect]:
    yield Other("create rule", relation_name(body["relation"]), at=reader.places.of(body["relation"]))


READERS: dict[str, Reader] = {
    "CreateStmt": _create_table,
    "CreateForeignTableStmt": _foreign_table,
    "CreateTableAsStmt": _table_as,
    "ViewStmt": _view,
    "RefreshMatViewStmt": _refresh,
    "IndexStmt": _index,
    "CreateEnumStmt": _enum,
    "AlterEnumStmt": _alter_enum,
    "CompositeTypeStmt": _composite,
    "CreateRangeStmt": _range,
    "DefineStmt": _define,
    "CreateDomainStmt": _domain,
    "CreateSeqStmt": _sequence,
    "CreateSchemaStmt": _schema,
    "CreateTrigStmt": _trigger,
    "CreatePolicyStmt": _policy,
    "RuleStmt": _rule,
}
