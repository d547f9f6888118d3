"""CREATE TABLE of sqlglot trees: columns and constraints."""

from collections.abc import Iterator

from sqlglot import exp

from deploycheck.domains.database.datatypes import serial_type
from deploycheck.domains.database.dialects.queries import ForeignReader
from deploycheck.domains.database.dialects.types import data_type
from deploycheck.domains.database.effects import ColumnDefinition, Constraint, Expression, Generated
from deploycheck.domains.database.postgres.nodes import UnsupportedError
from deploycheck.domains.database.postgres.volatility import volatility_of
from deploycheck.model.record import Draft, Record, field

_SILENT = (
    exp.CommentColumnConstraint,
    exp.CollateColumnConstraint,
    exp.CharacterSetColumnConstraint,
    exp.OnUpdateColumnConstraint,
    exp.NotForReplicationColumnConstraint,
    exp.InvisibleColumnConstraint,
)
_SERIAL_DEFAULT = Expression("nextval()", calls=("nextval",), volatility="volatile")


def expression(node: exp.Expr, reader: ForeignReader) -> Expression:
    """Make an expression of a tree."""
    columns = tuple(dict.fromkeys(reader.word(column.this) for column in node.find_all(exp.Column)))
    calls = tuple(dict.fromkeys(call.sql_name().lower() for call in node.find_all(exp.Func)))
    named = tuple(call.name.lower() if isinstance(call, exp.Anonymous) else "" for call in node.find_all(exp.Func))
    known = tuple(name or call for name, call in zip(named, calls, strict=False))
    return Expression(node.sql(), columns, known, volatility_of(known), isinstance(node, exp.Null))


class _Column(Draft):
    """A column while its constraints are read."""

    nullable: bool = True
    default: Expression | None = None
    generated: Generated = ""
    constraints: list[Constraint] = field(default_factory=list)


class _Written(Record):
    """A constraint behind a column, and its name if it has one."""

    kind: exp.Expr
    column: str
    name: str


def column_definition(node: exp.ColumnDef, reader: ForeignReader) -> ColumnDefinition:
    """Read a column; raises UnsupportedError."""
    name, kind = reader.word(node.this), data_type(node.args.get("kind"))
    integer = serial_type(kind)
    made = _Column(nullable=integer is None, default=_SERIAL_DEFAULT if integer else None)
    for part in node.args.get("constraints") or ():
        written = _Written(part.kind, name, reader.word(part.this) if isinstance(part.this, exp.Identifier) else "")
        _obey(written, made, reader)
    if kind.name.name == "int4" and not reader.exact and any(c.kind == "primary key" for c in made.constraints):
        made.generated = made.generated or reader.row_identity
    return ColumnDefinition(
        name,
        integer or kind,
        made.nullable,
        made.default,
        made.generated,
        integer is not None,
        tuple(made.constraints),
        at=reader.at(node),
    )


def _obey(written: _Written, made: _Column, reader: ForeignReader) -> None:
    kind, column, name = written.kind, written.column, written.name
    match kind:
        case exp.NotNullColumnConstraint():
            made.nullable = bool(kind.args.get("allow_null"))
        case exp.DefaultColumnConstraint():
            default = expression(kind.this, reader)
            made.default = None if default.constant_null else default
        case exp.AutoIncrementColumnConstraint():
            made.generated = "identity by default"
        case exp.GeneratedAsIdentityColumnConstraint():
            made.generated = "identity always" if kind.this is True else "identity by default"
            made.nullable = False
        case exp.ComputedColumnConstraint() | exp.GeneratedAsRowColumnConstraint():
            made.generated = "stored"
            made.default = expression(kind.this, reader) if isinstance(kind.this, exp.Expr) else None
        case exp.PrimaryKeyColumnConstraint():
            made.nullable = False
            made.constraints.append(Constraint("primary key", name, (column,), at=reader.at(kind)))
        case exp.UniqueColumnConstraint():
            made.constraints.append(Constraint("unique", name, (column,), at=reader.at(kind)))
        case exp.Reference() | exp.CheckColumnConstraint():
            made.constraints += constraints(kind, reader, name, column)
        case _ if not isinstance(kind, _SILENT):
            raise UnsupportedError(f"a column has the constraint {type(kind).__name__}")


def constraints(node: exp.Expr, reader: ForeignReader, name: str = "", column: str = "") -> Iterator[Constraint]:
    """Read a constraint of a table or column; raises UnsupportedError."""
    at = reader.at(node)
    match node:
        case exp.Constraint():
            for inner in node.expressions:
                yield from constraints(inner, reader, reader.word(node.this))
        case exp.PrimaryKey():
            yield Constraint("primary key", name, _words(node, reader), at=at)
        case exp.UniqueColumnConstraint():
            own = reader.word(node.this.this) if isinstance(node.this, exp.Schema) else ""
            yield Constraint("unique", name or own, _words(node.this, reader), at=at)
        case exp.CheckColumnConstraint():
            check = expression(node.this, reader)
            yield Constraint("check", name, check.columns, check, at=at)
        case exp.ForeignKey():
            reference = node.args.get("reference")
            for made in constraints(reference, reader, name) if reference else ():
                yield Constraint(
                    "foreign key",
                    name,
                    _words(node, reader),
                    references=made.references,
                    referenced_columns=made.referenced_columns,
                    at=at,
                )
        case exp.Reference():
            target = node.this
            table = target.this if isinstance(target, exp.Schema) else target
            keys = _words(target, reader) if isinstance(target, exp.Schema) else ()
            yield Constraint(
                "foreign key", name, (column,), references=reader.name(table), referenced_columns=keys, at=at
            )
        case _:
            raise UnsupportedError(f"a table has the constraint {type(node).__name__}")


def _words(node: exp.Expr, reader: ForeignReader) -> tuple[str, ...]:
    """Give the column names of a key list."""
    found = (
        one.this if isinstance(one, exp.Ordered | exp.Column | exp.ColumnPrefix) else one for one in node.expressions
    )
    return tuple(reader.word(one.this if isinstance(one, exp.Column) else one) for one in found)
