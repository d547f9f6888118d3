"""DROP, RENAME and SET SCHEMA trees."""

from collections.abc import Callable, Iterator

from deploycheck.domains.database.effects import (
    DropFunction,
    DropIndex,
    DropSchema,
    DropSequence,
    DropTable,
    DropTrigger,
    DropType,
    DropView,
    Effect,
    MoveRelation,
    Other,
    RelationKind,
    RenameColumn,
    RenameConstraint,
    RenameRelation,
    RenameSchema,
)
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.postgres.nodes import (
    Node,
    UnsupportedError,
    name_of,
    object_name,
    relation_name,
    strings,
    unwrap,
)
from deploycheck.domains.database.postgres.selects import QueryReader
from deploycheck.model.location import Location

_RELATIONS: dict[str, RelationKind] = {
    "OBJECT_TABLE": "table",
    "OBJECT_FOREIGN_TABLE": "table",
    "OBJECT_VIEW": "view",
    "OBJECT_MATVIEW": "materialized view",
    "OBJECT_SEQUENCE": "sequence",
    "OBJECT_INDEX": "index",
    "OBJECT_TYPE": "type",
    "OBJECT_DOMAIN": "type",
}
_ROUTINES = frozenset({"OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE", "OBJECT_AGGREGATE"})
_TABLE_PARTS = {"OBJECT_TRIGGER": "trigger", "OBJECT_POLICY": "policy", "OBJECT_RULE": "rule"}
_HARMLESS_RENAMES = frozenset(
    {"OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE", "OBJECT_ROLE", "OBJECT_DOMCONSTRAINT", "OBJECT_DATABASE"}
)


def drop(body: Node, reader: QueryReader) -> Iterator[Effect]:
    """Read a DropStmt: one effect for each object."""
    kind = body.get("removeType", "")
    tolerant, cascade = bool(body.get("missing_ok")), body.get("behavior") == "DROP_CASCADE"
    at = reader.places.at(0)
    for node in body.get("objects", ()):
        yield _drop_one(kind, node, _Options(tolerant, cascade, bool(body.get("concurrent"))), at)


class _Options:
    __slots__ = ("cascade", "concurrently", "tolerant")

    def __init__(self, tolerant: bool, cascade: bool, concurrently: bool) -> None:  # noqa: FBT001  # private, one caller
        self.tolerant, self.cascade, self.concurrently = tolerant, cascade, concurrently


def _drop_one(kind: str, node: Node, options: _Options, at: Location) -> Effect:
    tolerant, cascade = options.tolerant, options.cascade
    if kind in _TABLE_PARTS:
        parts = strings(unwrap(node)[1].get("items"))
        return DropTrigger(parts[-1], name_of(parts[:-1]), tolerant, _TABLE_PARTS[kind], at=at)
    if kind not in _RELATIONS and kind not in _ROUTINES and kind != "OBJECT_SCHEMA":
        return Other("drop " + kind.removeprefix("OBJECT_").lower(), at=at)
    name = object_name(node)
    if kind in _ROUTINES:
        return DropFunction(name, tolerant, cascade, at=at)
    if kind == "OBJECT_SCHEMA":
        return DropSchema(name.name, tolerant, cascade, at=at)
    match _RELATIONS[kind]:
        case "table":
            return DropTable(name, tolerant, cascade, at=at)
        case "view" | "materialized view" as view:
            return DropView(name, tolerant, cascade, view != "view", at=at)
        case "sequence":
            return DropSequence(name, tolerant, cascade, at=at)
        case "index":
            return DropIndex(name, options.concurrently, tolerant, cascade, at=at)
        case _:
            return DropType(name, tolerant, cascade, at=at)


def rename(body: Node, reader: QueryReader) -> Iterator[Effect]:
    """Read a RenameStmt; raises UnsupportedError."""
    kind, new_name = body.get("renameType", ""), body.get("newname", "")
    tolerant = bool(body.get("missing_ok"))
    at = reader.places.of(body.get("relation"))
    if kind in {"OBJECT_COLUMN", "OBJECT_ATTRIBUTE"}:
        yield RenameColumn(relation_name(body["relation"]), body["subname"], new_name, tolerant, at=at)
    elif kind == "OBJECT_TABCONSTRAINT":
        yield RenameConstraint(relation_name(body["relation"]), body["subname"], new_name, at=at)
    elif kind == "OBJECT_SCHEMA":
        yield RenameSchema(body["subname"], new_name, at=at)
    elif kind in _RELATIONS:
        yield RenameRelation(_RELATIONS[kind], _subject(body), new_name, tolerant, at=at)
    elif kind in _ROUTINES or kind in _HARMLESS_RENAMES:
        yield Other("rename " + kind.removeprefix("OBJECT_").lower(), at=at)
    else:
        raise UnsupportedError(f"RENAME of {kind.removeprefix('OBJECT_').lower()} is not known")


def move(body: Node, reader: QueryReader) -> Iterator[Effect]:
    """Read SET SCHEMA."""
    kind = body.get("objectType", "")
    at = reader.places.of(body.get("relation"))
    if kind in _RELATIONS:
        yield MoveRelation(_RELATIONS[kind], _subject(body), body["newschema"], bool(body.get("missing_ok")), at=at)
    else:
        yield Other("set schema of " + kind.removeprefix("OBJECT_").lower(), at=at)


def _subject(body: Node) -> Name:
    return relation_name(body["relation"]) if "relation" in body else object_name(body["object"])


READERS: dict[str, Callable[[Node, QueryReader], Iterator[Effect]]] = {
    "DropStmt": drop,
    "RenameStmt": rename,
    "AlterObjectSchemaStmt": move,
}
