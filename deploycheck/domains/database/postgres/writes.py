"""INSERT, UPDATE, DELETE and MERGE trees."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from deploycheck.domains.database.postgres.expressions import spelling
from deploycheck.domains.database.postgres.nodes import Node, UnsupportedError, strings, unwrap
from deploycheck.domains.database.queries.model import (
    Assignment,
    ColumnRef,
    Conflict,
    Delete,
    Insert,
    Merge,
    MergeAction,
    Query,
    Select,
    Source,
    TableSource,
    Update,
)

if TYPE_CHECKING:
    from deploycheck.domains.database.postgres.selects import QueryReader

_MERGE_KINDS: dict[str, Literal["insert", "update", "delete", "nothing"]] = {
    "CMD_INSERT": "insert",
    "CMD_UPDATE": "update",
    "CMD_DELETE": "delete",
}


def read_write(kind: str, body: Node, reader: "QueryReader") -> Query:
    """Read a statement that writes rows."""
    match kind:
        case "InsertStmt":
            return _insert(body, reader)
        case "UpdateStmt":
            return _update(body, reader)
        case "DeleteStmt":
            return _delete(body, reader)
        case _:
            return _merge(body, reader)


def _table(body: Node, reader: "QueryReader") -> TableSource:
    sources = reader.sources([{"RangeVar": body["relation"]}])
    match sources:
        case (TableSource() as table,):
            return table
        case _:
            raise UnsupportedError("the table that is written has no name")


def _assignments(nodes: Iterable[Node], reader: "QueryReader") -> tuple[Assignment, ...]:
    targets = [unwrap(node)[1] for node in nodes]
    return tuple(Assignment(target.get("name", ""), reader.places.of(target)) for target in targets)


def _values(nodes: Iterable[Node]) -> list[Node | None]:
    """Give what the entries of a SET list are set to; a target may have subscripts, too."""
    found: list[Node | None] = []
    for node in nodes:
        target = unwrap(node)[1]
        found.append(target.get("val"))
        found.extend(target.get("indirection", ()))
    return found


def _insert(body: Node, reader: "QueryReader") -> Insert:
    listed = body.get("cols")
    select = body.get("selectStmt")
    source = reader.query(select) if select else None
    if source is not None and not isinstance(source, Select):
        raise UnsupportedError("rows are inserted from something that is no SELECT")
    return Insert(
        at=reader.places.at(0),
        table=_table(body, reader),
        columns=_assignments(listed, reader) if listed else None,
        source=source,
        conflict=_conflict(body["onConflictClause"], reader) if "onConflictClause" in body else None,
        returning=reader.targets(_returning(body)),
        ctes=reader.ctes(body),
        defaults=_always_default(select or {}),
        overriding=body.get("override") == "OVERRIDING_SYSTEM_VALUE",
    )


def _returning(body: Node) -> list[Node]:
    """Give the RETURNING list; newer parsers wrap it."""
    clause = body.get("returningClause", {})
    return list(body.get("returningList") or unwrap(clause)[1].get("exprs") or clause.get("exprs") or ())


def _always_default(select: Node) -> frozenset[int]:
    """Give the positions at which every row of a VALUES list says DEFAULT."""
    rows = [unwrap(row)[1].get("items", ()) for row in select.get("SelectStmt", {}).get("valuesLists", ())]
    sets = [{index for index, item in enumerate(row) if "SetToDefault" in item} for row in rows]
    return frozenset(set.intersection(*sets)) if sets else frozenset()


def _conflict(clause: Node, reader: "QueryReader") -> Conflict:
    infer = clause.get("infer", {})
    elements = [unwrap(node)[1] for node in infer.get("indexElems", ())]
    at = reader.places.of(infer) if infer else reader.places.at(0)
    columns = tuple(ColumnRef((element["name"],), at) for element in elements if "name" in element)
    assigned = clause.get("targetList", ())
    return Conflict(
        at=at,
        columns=columns,
        constraint=infer.get("conname", ""),
        keys=tuple(element.get("name") or spelling(element.get("expr", {})) for element in elements),
        where=reader.refs([infer.get("whereClause"), *(element.get("expr") for element in elements)]),
        assignments=_assignments(assigned, reader),
        refs=reader.refs([*_values(assigned), clause.get("whereClause")]),
    )


def _update(body: Node, reader: "QueryReader") -> Update:
    assigned = body.get("targetList", ())
    return Update(
        at=reader.places.at(0),
        table=_table(body, reader),
        assignments=_assignments(assigned, reader),
        refs=reader.refs([*_values(assigned), body.get("whereClause")]),
        sources=reader.sources(body.get("fromClause", ())),
        returning=reader.targets(_returning(body)),
        ctes=reader.ctes(body),
        filtered="whereClause" in body,
    )


def _delete(body: Node, reader: "QueryReader") -> Delete:
    return Delete(
        at=reader.places.at(0),
        table=_table(body, reader),
        refs=reader.refs([body.get("whereClause")]),
        sources=reader.sources(body.get("usingClause", ())),
        returning=reader.targets(_returning(body)),
        ctes=reader.ctes(body),
        filtered="whereClause" in body,
    )


def _merge(body: Node, reader: "QueryReader") -> Merge:
    sources: tuple[Source, ...] = reader.sources([body["sourceRelation"]])
    if len(sources) != 1:
        raise UnsupportedError("MERGE reads from a join")
    return Merge(
        at=reader.places.at(0),
        table=_table(body, reader),
        source=sources[0],
        on=reader.refs([body.get("joinCondition")]),
        actions=tuple(_merge_action(unwrap(node)[1], reader) for node in body.get("mergeWhenClauses", ())),
        returning=reader.targets(_returning(body)),
        ctes=reader.ctes(body),
    )


def _merge_action(body: Node, reader: "QueryReader") -> MergeAction:
    assigned = body.get("targetList", ())
    return MergeAction(
        kind=_MERGE_KINDS.get(body.get("commandType", ""), "nothing"),
        assignments=_assignments(assigned, reader),
        listed=bool(assigned),
        refs=reader.refs([*_values(assigned), body.get("condition"), *body.get("values", ())]),
    )


def copied_columns(body: Node, reader: "QueryReader") -> Insert | None:
    """Read COPY FROM as the insert that it is; None for COPY TO and for a query."""
    if not body.get("is_from") or "relation" not in body:
        return None
    at = reader.places.of(body["relation"])
    names = strings(body.get("attlist"))
    columns = tuple(Assignment(name, at) for name in names) if names else None
    return Insert(at, _table(body, reader), columns, Select(at, values=len(names)))
