"""Statements of sqlglot trees that change a schema."""

from collections.abc import Iterator

from sqlglot import exp

from deploycheck.domains.database.dialects.queries import ForeignReader
from deploycheck.domains.database.dialects.tables import column_definition, constraints, expression
from deploycheck.domains.database.dialects.types import data_type
from deploycheck.domains.database.effects import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    CreateIndex,
    CreateSchema,
    CreateTable,
    CreateView,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropNotNull,
    DropSchema,
    DropTable,
    DropView,
    Effect,
    Like,
    RenameColumn,
    RenameRelation,
    SetDefault,
    SetNotNull,
)
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.postgres.nodes import UnsupportedError
from deploycheck.domains.database.queries.model import Select


def create(tree: exp.Create, reader: ForeignReader) -> Iterator[Effect]:
    """Read CREATE; raises UnsupportedError."""
    at, tolerant = reader.at(tree), bool(tree.args.get("exists"))
    match str(tree.args.get("kind")).upper():
        case "TABLE":
            yield from _create_table(tree, reader)
        case "VIEW":
            target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
            names = (
                tuple(reader.word(one) for one in tree.this.expressions) if isinstance(tree.this, exp.Schema) else ()
            )
            body = reader.query(tree.expression)
            replaced = bool(tree.args.get("replace"))
            yield CreateView(
                reader.name(target), body, tree.expression.sql(), names, replaced, if_not_exists=tolerant, at=at
            )
        case "INDEX":
            yield _create_index(tree.this, reader, unique=bool(tree.args.get("unique")), tolerant=tolerant)
        case "SCHEMA" | "DATABASE":
            yield CreateSchema(reader.name(tree.this).name, tolerant, at=at)
        case kind:
            raise UnsupportedError(f"CREATE {kind} is not known")


def _create_table(tree: exp.Create, reader: ForeignReader) -> Iterator[Effect]:
    schema = tree.this
    if tree.find(exp.PartitionedOfProperty, exp.InheritsProperty):
        raise UnsupportedError("a table that belongs to another one is not known")
    table = reader.name(schema.this if isinstance(schema, exp.Schema) else schema)
    parts = schema.expressions if isinstance(schema, exp.Schema) else []
    indexes = [part for part in parts if isinstance(part, exp.IndexColumnConstraint)]
    columns = [part for part in parts if isinstance(part, exp.ColumnDef)]
    rest = [part for part in parts if not isinstance(part, exp.IndexColumnConstraint | exp.ColumnDef)]
    likes = [part.this for part in tree.find_all(exp.LikeProperty)]
    query = reader.query(tree.expression) if tree.args.get("expression") is not None else None
    properties = tree.args.get("properties")
    temporary = any(isinstance(one, exp.TemporaryProperty) for one in (properties.expressions if properties else ()))
    everything = frozenset({"defaults", "indexes", "generated", "identity", "constraints"})
    yield CreateTable(
        table,
        tuple(column_definition(column, reader) for column in columns),
        tuple(made for part in rest for made in constraints(part, reader)),
        tuple(Like(reader.name(like), everything) for like in likes),
        query=query if isinstance(query, Select) else None,
        if_not_exists=bool(tree.args.get("exists")),
        temporary=temporary,
        at=reader.at(schema),
    )
    for index in indexes:
        yield _inline_index(table, index, reader)


def _own(table: Name, name: str) -> str:
    """Name an index so that it is unique: other servers have such names per table."""
    return f"{table.name}.{name}" if name else ""


def _inline_index(table: Name, node: exp.IndexColumnConstraint, reader: ForeignReader) -> CreateIndex:
    keys = tuple(_key(one, reader) for one in node.expressions)
    return CreateIndex(_own(table, reader.word(node.this)), table, keys, uses=keys, at=reader.at(node))


def _create_index(node: exp.Index, reader: ForeignReader, *, unique: bool, tolerant: bool) -> CreateIndex:
    table = reader.name(node.args["table"])
    parameters = node.args.get("params")
    columns = parameters.args.get("columns") if parameters else ()
    keys = tuple(_key(one, reader) for one in columns or ())
    where = parameters.args.get("where") if parameters else None
    name = reader.word(node.this)
    return CreateIndex(
        name if reader.exact else _own(table, name),
        table,
        keys,
        unique,
        if_not_exists=tolerant,
        where=expression(where.this, reader) if where else None,
        uses=keys,
        at=reader.at(node),
    )


def _key(node: exp.Expr, reader: ForeignReader) -> str:
    inner = node.this if isinstance(node, exp.Ordered | exp.ColumnPrefix) else node
    column = inner.this if isinstance(inner, exp.ColumnPrefix) else inner
    return reader.word(column.this) if isinstance(column, exp.Column) else column.sql().lower()


def drop(tree: exp.Drop, reader: ForeignReader) -> Iterator[Effect]:
    """Read DROP; raises UnsupportedError."""
    at, tolerant, cascade = reader.at(tree), bool(tree.args.get("exists")), bool(tree.args.get("cascade"))
    kind = str(tree.args.get("kind")).upper()
    for target in tree.args.get("tables") or ([tree.this] if tree.this is not None else []):
        name = reader.name(target)
        match kind:
            case "TABLE":
                yield DropTable(name, tolerant, cascade, at=at)
            case "VIEW":
                yield DropView(name, tolerant, cascade, at=at)
            case "INDEX":
                on = tree.args.get("cluster")
                table = reader.name(on.this) if on is not None else None
                yield DropIndex(Name("", _own(table, name.name)) if table else name, if_exists=tolerant, at=at)
            case "SCHEMA" | "DATABASE":
                yield DropSchema(name.name, tolerant, cascade, at=at)
            case _:
                raise UnsupportedError(f"DROP {kind} is not known")


def alter(tree: exp.Alter, reader: ForeignReader) -> Iterator[Effect]:
    """Read ALTER TABLE; raises UnsupportedError."""
    if str(tree.args.get("kind")).upper() != "TABLE":
        raise UnsupportedError(f"ALTER {tree.args.get('kind')} is not known")
    table = reader.name(tree.this)
    for action in tree.args.get("actions") or ():
        yield from _action(table, action, reader)


def _action(table: Name, node: exp.Expr, reader: ForeignReader) -> Iterator[Effect]:
    at = reader.at(node)
    match node:
        case exp.ColumnDef():
            yield AddColumn(table, column_definition(node, reader), bool(node.args.get("exists")), at=at)
        case exp.Drop():
            yield from _drop_part(table, node, reader)
        case exp.RenameColumn():
            yield RenameColumn(table, reader.word(node.this.this), reader.word(node.args["to"].this), at=at)
        case exp.AlterRename():
            yield RenameRelation("table", table, reader.name(node.this).name, at=at)
        case exp.ModifyColumn():
            yield from _modify(table, node, reader)
        case exp.AlterColumn():
            yield from _alter_column(table, node, reader)
        case exp.AddConstraint():
            yield from _add_parts(table, node, reader)
        case _ if type(node).__name__ == "DropPrimaryKey":
            yield DropConstraint(table, f"{table.name}_pkey", tolerant=True, at=at)
        case _:
            raise UnsupportedError(f"ALTER TABLE holds {type(node).__name__}")


def _add_parts(table: Name, node: exp.AddConstraint, reader: ForeignReader) -> Iterator[Effect]:
    for part in node.expressions:
        if isinstance(part, exp.IndexColumnConstraint):
            yield _inline_index(table, part, reader)
        else:
            yield from (AddConstraint(table, made, at=reader.at(part)) for made in constraints(part, reader))


def _drop_part(table: Name, node: exp.Drop, reader: ForeignReader) -> Iterator[Effect]:
    kind, at = str(node.args.get("kind")).upper(), reader.at(node)
    for target in node.args.get("tables") or ():
        name = reader.word(target.this)
        if kind == "COLUMN":
            yield DropColumn(table, name, bool(node.args.get("exists")), bool(node.args.get("cascade")), at=at)
        elif kind in {"CONSTRAINT", "FOREIGN KEY", "CHECK", "INDEX", "KEY"}:
            yield DropConstraint(table, name, tolerant=True, at=at)
            if not reader.exact:
                yield DropIndex(Name("", _own(table, name)), if_exists=True, at=at)
        else:
            raise UnsupportedError(f"ALTER TABLE drops {kind}")


def _modify(table: Name, node: exp.ModifyColumn, reader: ForeignReader) -> Iterator[Effect]:
    """Read MODIFY and CHANGE, which say the whole column again."""
    at, column = reader.at(node), column_definition(node.this, reader)
    before = node.args.get("rename_from")
    if before is not None and reader.word(before) != column.name:
        yield RenameColumn(table, reader.word(before), column.name, at=at)
    yield AlterColumnType(table, column.name, column.type, at=at)
    kind = DropNotNull if column.nullable else SetNotNull
    yield kind(table, column.name, at=at)
    if column.default:
        yield SetDefault(table, column.name, column.default, at=at)
    else:
        yield DropDefault(table, column.name, at=at)


def _alter_column(table: Name, node: exp.AlterColumn, reader: ForeignReader) -> Iterator[Effect]:
    at, column, nullable = reader.at(node), reader.word(node.this), node.args.get("allow_null")
    if node.args.get("dtype") is not None:
        yield AlterColumnType(table, column, data_type(node.args["dtype"]), at=at)
    if nullable is not None:
        yield DropNotNull(table, column, at=at) if nullable else SetNotNull(table, column, at=at)
    elif node.args.get("default") is not None:
        default = expression(node.args["default"], reader)
        yield DropDefault(table, column, at=at) if default.constant_null else SetDefault(table, column, default, at=at)
    elif node.args.get("drop"):
        yield DropDefault(table, column, at=at)
