"""CREATE TABLE and ALTER TABLE trees."""

from collections.abc import Iterator

from deploycheck.domains.database.datatypes import serial_type
from deploycheck.domains.database.effects import (
    ColumnDefinition,
    Constraint,
    ConstraintKind,
    CreateTable,
    Expression,
    Generated,
    Like,
)
from deploycheck.domains.database.names import truncated
from deploycheck.domains.database.postgres.expressions import expression
from deploycheck.domains.database.postgres.nodes import (
    Node,
    Places,
    UnsupportedError,
    name_of,
    relation_name,
    strings,
    unwrap,
)
from deploycheck.domains.database.postgres.types import type_of
from deploycheck.model.record import replace

_KINDS: dict[str, ConstraintKind] = {
    "CONSTR_CHECK": "check",
    "CONSTR_UNIQUE": "unique",
    "CONSTR_PRIMARY": "primary key",
    "CONSTR_FOREIGN": "foreign key",
    "CONSTR_EXCLUSION": "exclude",
}
_ACTIONS = {"a": "", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}
_LIKE = {1: "comments", 4: "constraints", 8: "defaults", 16: "generated", 32: "identity", 64: "indexes"}
_SERIAL_DEFAULT = Expression("nextval()", calls=("nextval",), volatility="volatile")


def create_table(body: Node, places: Places) -> CreateTable:
    """Read a CreateStmt; raises UnsupportedError."""
    relation = body["relation"]
    columns, constraints, likes = [], [], []
    for node in body.get("tableElts", ()):
        kind, element = unwrap(node)
        match kind:
            case "ColumnDef":
                columns.append(column_definition(element, places))
            case "Constraint":
                constraints.append(constraint_of(element, places))
            case "TableLikeClause":
                likes.append(_like(element))
            case _:
                raise UnsupportedError(f"a table is made of {kind}")
    parents = tuple(relation_name(unwrap(node)[1]) for node in body.get("inhRelations", ()))
    partition = "partbound" in body
    return CreateTable(
        table=relation_name(relation),
        columns=tuple(columns),
        constraints=tuple(constraints),
        like=tuple(likes),
        inherits=() if partition else parents,
        partition_of=parents[0] if partition and parents else None,
        partitioned="partspec" in body,
        if_not_exists=bool(body.get("if_not_exists")),
        temporary=relation.get("relpersistence") == "t",
        of_type=name_of(strings(body["ofTypename"]["names"])) if "ofTypename" in body else None,
        at=places.of(relation),
    )


def _like(body: Node) -> Like:
    options = int(body.get("options", 0))
    including = frozenset(word for bit, word in _LIKE.items() if options & bit)
    return Like(relation_name(body["relation"]), including)


def column_definition(body: Node, places: Places) -> ColumnDefinition:
    """Read a ColumnDef, with the constraints that are written behind it."""
    kind = type_of(body.get("typeName", {}))
    integer = serial_type(kind)
    nullable, generated = integer is None, ""
    default = _SERIAL_DEFAULT if integer else None
    constraints = []
    name = truncated(body.get("colname", ""))
    for node in body.get("constraints", ()):
        part = unwrap(node)[1]
        match part.get("contype"):
            case "CONSTR_NOTNULL":
                nullable = False
            case "CONSTR_NULL":
                nullable = True
            case "CONSTR_DEFAULT":
                default = _default(part["raw_expr"])
            case "CONSTR_IDENTITY" | "CONSTR_GENERATED" as contype:
                generated = _generated(contype, part)
                nullable = nullable and contype == "CONSTR_GENERATED"
                default = expression(part["raw_expr"]) if "raw_expr" in part else default
            case contype if contype in _KINDS:
                constraints.append(constraint_of(part, places, name))
                nullable = nullable and contype != "CONSTR_PRIMARY"
            case _:
                _deferrable(constraints, part.get("contype", ""))
    return ColumnDefinition(
        name=name,
        type=integer or kind,
        nullable=nullable,
        default=default,
        generated=_checked(generated),
        serial=integer is not None,
        constraints=tuple(constraints),
        at=places.of(body),
    )


def _default(node: Node) -> Expression | None:
    """Give a default; `DEFAULT NULL` is none."""
    default = expression(node)
    return None if default.constant_null else default


def _generated(contype: str, part: Node) -> str:
    if contype == "CONSTR_IDENTITY":
        return "identity always" if part.get("generated_when") == "a" else "identity by default"
    return "virtual" if part.get("generated_kind") == "v" else "stored"


def _checked(word: str) -> Generated:
    match word:
        case "identity always" | "identity by default" | "stored" | "virtual":
            return word
        case _:
            return ""


def _deferrable(constraints: list[Constraint], contype: str) -> None:
    """Take DEFERRABLE and its like, which belong to the constraint before them; refuse what is unknown."""
    if not contype.startswith("CONSTR_ATTR_"):
        raise UnsupportedError(f"a column has the constraint {contype or 'of no kind'}")
    if constraints and contype == "CONSTR_ATTR_DEFERRABLE":
        constraints.append(replace(constraints.pop(), deferrable=True))


def constraint_of(body: Node, places: Places, column: str = "") -> Constraint:
    """Read a Constraint body; `column` is the one that an inline constraint stands behind."""
    contype = body.get("contype", "")
    if contype not in _KINDS:
        raise UnsupportedError(f"a table has the constraint {contype or 'of no kind'}")
    kind = _KINDS[contype]
    keys = strings(body.get("fk_attrs")) if kind == "foreign key" else strings(body.get("keys"))
    if kind == "exclude":
        elements = [unwrap(unwrap(node)[1]["items"][0])[1] for node in body.get("exclusions", ())]
        keys = tuple(element["name"] for element in elements if "name" in element)
    check = expression(body["raw_expr"]) if kind == "check" and "raw_expr" in body else None
    if kind == "exclude":
        check = expression({"List": {"items": [e["expr"] for e in elements if "expr" in e]}})
    columns = keys or ((column,) if column else check.columns if check else ())
    references = body.get("pktable")
    return Constraint(
        kind=kind,
        name=truncated(body.get("conname", "")),
        columns=tuple(truncated(name) for name in columns),
        expression=check,
        not_valid=bool(body.get("skip_validation")),
        using_index=body.get("indexname", ""),
        references=relation_name(references) if references else None,
        referenced_columns=strings(body.get("pk_attrs")),
        deferrable=bool(body.get("deferrable")),
        on_delete=_ACTIONS.get(body.get("fk_del_action", "a"), ""),
        on_update=_ACTIONS.get(body.get("fk_upd_action", "a"), ""),
        nulls_not_distinct=bool(body.get("nulls_not_distinct")),
        at=places.of(body),
    )


def composite_columns(nodes: list[Node], places: Places) -> Iterator[ColumnDefinition]:
    """Read the columns of a composite type."""
    for node in nodes:
        yield column_definition(unwrap(node)[1], places)
