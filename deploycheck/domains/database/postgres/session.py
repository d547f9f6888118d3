"""Trees that touch rows, locks or the session."""

from collections.abc import Callable, Iterator
from typing import Literal

from deploycheck.domains.database.effects import (
    Effect,
    LockTable,
    Opaque,
    Other,
    Rebuild,
    RelationKind,
    RunQuery,
    SetOption,
    Transaction,
    Truncate,
)
from deploycheck.domains.database.postgres.nodes import Node, integer, object_name, relation_name, strings, unwrap
from deploycheck.domains.database.postgres.objects import select_into
from deploycheck.domains.database.postgres.selects import QueryReader
from deploycheck.domains.database.postgres.writes import copied_columns

_TRANSACTIONS: dict[str, Literal["begin", "commit", "rollback"]] = {
    "TRANS_STMT_BEGIN": "begin",
    "TRANS_STMT_START": "begin",
    "TRANS_STMT_COMMIT": "commit",
    "TRANS_STMT_ROLLBACK": "rollback",
}
_LOCK_MODES = [
    "NoLock",
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
]
_SET_CONFIG_ARGUMENTS = 3


def _select(body: Node, reader: QueryReader) -> Iterator[Effect]:
    if "intoClause" in body:
        yield from select_into(body, reader)
        return
    option = _set_config(body, reader)
    yield option or RunQuery(reader.select(body), at=reader.places.at(0))


def _set_config(body: Node, reader: QueryReader) -> SetOption | None:
    """Read `SELECT set_config('search_path', '', false)`, which dumps begin with."""
    targets = body.get("targetList", ())
    call = unwrap(unwrap(targets[0])[1].get("val", {}))[1] if len(targets) == 1 else {}
    arguments = [unwrap(node)[1] for node in call.get("args", ())]
    if strings(call.get("funcname"))[-1:] != ("set_config",) or len(arguments) != _SET_CONFIG_ARGUMENTS:
        return None
    name, value = (argument.get("sval", {}).get("sval", "") for argument in arguments[:2])
    local = bool(arguments[2].get("boolval", {}).get("boolval"))
    return SetOption(name, tuple(part.strip() for part in value.split(",")), local, at=reader.places.at(0))


def _write(kind: str) -> Callable[[Node, QueryReader], Iterator[Effect]]:
    def read(body: Node, reader: QueryReader) -> Iterator[Effect]:
        yield RunQuery(reader.query({kind: body}), at=reader.places.at(0))

    return read


def _copy(body: Node, reader: QueryReader) -> Iterator[Effect]:
    insert = copied_columns(body, reader)
    yield RunQuery(insert, at=reader.places.at(0)) if insert else Other("copy", at=reader.places.at(0))


def _truncate(body: Node, reader: QueryReader) -> Iterator[Effect]:
    cascade = body.get("behavior") == "DROP_CASCADE"
    for node in body.get("relations", ()):
        relation = unwrap(node)[1]
        yield Truncate(relation_name(relation), cascade, at=reader.places.of(relation))


def _lock(body: Node, reader: QueryReader) -> Iterator[Effect]:
    mode = _LOCK_MODES[int(body.get("mode", 8)) % len(_LOCK_MODES)]
    for node in body.get("relations", ()):
        relation = unwrap(node)[1]
        yield LockTable(relation_name(relation), mode, at=reader.places.of(relation))


def _options(body: Node, key: str) -> dict[str, Node]:
    elements = [unwrap(node)[1] for node in body.get(key, ())]
    return {element.get("defname", ""): element for element in elements}


def _reindex(body: Node, reader: QueryReader) -> Iterator[Effect]:
    kind: RelationKind = "index" if body.get("kind") == "REINDEX_OBJECT_INDEX" else "table"
    name = relation_name(body["relation"]) if "relation" in body else None
    concurrently = "concurrently" in _options(body, "params")
    yield Rebuild("reindex", kind, name, concurrently, at=reader.places.at(0))


def _cluster(body: Node, reader: QueryReader) -> Iterator[Effect]:
    name = relation_name(body["relation"]) if "relation" in body else None
    yield Rebuild("cluster", "table", name, at=reader.places.at(0))


def _vacuum(body: Node, reader: QueryReader) -> Iterator[Effect]:
    at = reader.places.at(0)
    tables = [unwrap(node)[1].get("relation") for node in body.get("rels", ())] or [None]
    full = "full" in _options(body, "options") and body.get("is_vacuumcmd")
    command = "vacuum" if body.get("is_vacuumcmd") else "analyze"
    for table in tables:
        name = relation_name(table) if table else None
        yield Rebuild("vacuum full", "table", name, at=at) if full else Other(command, name, at=at)


def _transaction(body: Node, reader: QueryReader) -> Iterator[Effect]:
    kind = _TRANSACTIONS.get(body.get("kind", ""))
    at = reader.places.at(0)
    yield Transaction(kind, at=at) if kind else Other("savepoint", at=at)


def _set(body: Node, reader: QueryReader) -> Iterator[Effect]:
    values = tuple(_value(node) for node in body.get("args", ())) if body.get("kind") == "VAR_SET_VALUE" else ()
    yield SetOption(body.get("name", ""), values, bool(body.get("is_local")), at=reader.places.at(0))


def _value(node: Node) -> str:
    number = integer(node)
    if number is not None:
        return str(number)
    body = unwrap(node)[1]
    return str(body.get("sval", {}).get("sval", body.get("fval", {}).get("fval", "")))


def _comment(body: Node, reader: QueryReader) -> Iterator[Effect]:
    table = object_name(body["object"]) if body.get("objtype") == "OBJECT_TABLE" else None
    yield Other("comment", table, at=reader.places.at(0))


def _statistics(body: Node, reader: QueryReader) -> Iterator[Effect]:
    relations = [unwrap(node)[1] for node in body.get("relations", ())]
    named = relation_name(relations[0]) if relations and "relname" in relations[0] else None
    yield Other("create statistics", named, at=reader.places.at(0))


def _call(body: Node, reader: QueryReader) -> Iterator[Effect]:
    """Read CALL as a query that calls the procedure; replay knows whether that one changes the schema."""
    target = {"ResTarget": {"val": {"FuncCall": body.get("funccall", {})}}}
    yield RunQuery(reader.select({"targetList": [target]}), at=reader.places.at(0))


def _move_all(body: Node, reader: QueryReader) -> Iterator[Effect]:
    _ = body
    yield Opaque("", "every table of a tablespace is moved", frozenset(), at=reader.places.at(0))


READERS: dict[str, Callable[[Node, QueryReader], Iterator[Effect]]] = {
    "SelectStmt": _select,
    "InsertStmt": _write("InsertStmt"),
    "UpdateStmt": _write("UpdateStmt"),
    "DeleteStmt": _write("DeleteStmt"),
    "MergeStmt": _write("MergeStmt"),
    "CopyStmt": _copy,
    "TruncateStmt": _truncate,
    "LockStmt": _lock,
    "ReindexStmt": _reindex,
    "ClusterStmt": _cluster,
    "VacuumStmt": _vacuum,
    "TransactionStmt": _transaction,
    "VariableSetStmt": _set,
    "CommentStmt": _comment,
    "CreateStatsStmt": _statistics,
    "CallStmt": _call,
    "AlterTableMoveAllStmt": _move_all,
}
