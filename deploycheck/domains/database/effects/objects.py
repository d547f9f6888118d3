"""Effects on everything that is no table."""

from dataclasses import dataclass

from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.effects.parts import ColumnDefinition, Effect, Expression, RelationKind, Volatility
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.model import Query


@dataclass(frozen=True, slots=True)
class CreateIndex(Effect):
    """CREATE INDEX; `keys` are column names, or the text of expressions where `expressions` holds their place."""

    name: str
    table: Name
    keys: tuple[str, ...]
    unique: bool = False
    concurrently: bool = False
    if_not_exists: bool = False
    where: Expression | None = None
    expressions: tuple[int, ...] = ()
    uses: tuple[str, ...] = ()
    method: str = "btree"
    included: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class DropIndex(Effect):
    """DROP INDEX."""

    index: Name
    concurrently: bool = False
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class RenameRelation(Effect):
    """RENAME TO of a table, view, sequence, index or type."""

    kind: RelationKind
    name: Name
    new_name: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class MoveRelation(Effect):
    """SET SCHEMA of a table, view, sequence or type."""

    kind: RelationKind
    name: Name
    schema: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class CreateView(Effect):
    """CREATE VIEW and CREATE MATERIALIZED VIEW."""

    view: Name
    query: Query
    definition: str = ""
    column_names: tuple[str, ...] = ()
    or_replace: bool = False
    materialized: bool = False
    if_not_exists: bool = False
    temporary: bool = False


@dataclass(frozen=True, slots=True)
class DropView(Effect):
    """DROP VIEW and DROP MATERIALIZED VIEW."""

    view: Name
    if_exists: bool = False
    cascade: bool = False
    materialized: bool = False


@dataclass(frozen=True, slots=True)
class RefreshView(Effect):
    """REFRESH MATERIALIZED VIEW."""

    view: Name
    concurrently: bool = False


@dataclass(frozen=True, slots=True)
class CreateEnum(Effect):
    """CREATE TYPE AS ENUM."""

    type: Name
    values: tuple[str, ...]
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class AddEnumValue(Effect):
    """ALTER TYPE ADD VALUE; `neighbour` is the value it goes before or after, "" for the end."""

    type: Name
    value: str
    neighbour: str = ""
    before: bool = False
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class RenameEnumValue(Effect):
    """ALTER TYPE RENAME VALUE."""

    type: Name
    value: str
    new_value: str


@dataclass(frozen=True, slots=True)
class CreateType(Effect):
    """CREATE TYPE of a composite (with columns), range, base or shell type, and CREATE DOMAIN (with `base`)."""

    type: Name
    columns: tuple[ColumnDefinition, ...] = ()
    base: DataType | None = None
    not_null: bool = False
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropType(Effect):
    """DROP TYPE and DROP DOMAIN."""

    type: Name
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class CreateSequence(Effect):
    """CREATE SEQUENCE."""

    sequence: Name
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropSequence(Effect):
    """DROP SEQUENCE."""

    sequence: Name
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class CreateSchema(Effect):
    """CREATE SCHEMA."""

    schema: str
    if_not_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropSchema(Effect):
    """DROP SCHEMA."""

    schema: str
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class RenameSchema(Effect):
    """ALTER SCHEMA RENAME."""

    schema: str
    new_name: str


@dataclass(frozen=True, slots=True)
class CreateFunction(Effect):
    """CREATE FUNCTION or PROCEDURE; `changes_schema` says why calling it may change the schema, "" when it can't."""

    function: Name
    changes_schema: str = ""
    returns: DataType | None = None
    returns_set: bool = False
    volatility: Volatility = "volatile"


@dataclass(frozen=True, slots=True)
class DropFunction(Effect):
    """DROP FUNCTION, PROCEDURE or AGGREGATE."""

    function: Name
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class CreateTrigger(Effect):
    """CREATE TRIGGER; `fills_rows` when it runs before rows are inserted, and so may set their columns."""

    trigger: str
    table: Name
    fills_rows: bool = False


@dataclass(frozen=True, slots=True)
class DropTrigger(Effect):
    """DROP TRIGGER, POLICY or RULE, which all belong to a table."""

    trigger: str
    table: Name
    if_exists: bool = False
    kind: str = "trigger"
