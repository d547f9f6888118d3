"""Effects on tables."""

from dataclasses import dataclass

from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.effects.parts import ColumnDefinition, Constraint, Effect, Expression, Generated, Like
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.model import Select


@dataclass(frozen=True, slots=True)
class CreateTable(Effect):
    """CREATE TABLE in all its forms, CREATE TABLE AS and SELECT INTO included."""

    table: Name
    columns: tuple[ColumnDefinition, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    like: tuple[Like, ...] = ()
    inherits: tuple[Name, ...] = ()
    partition_of: Name | None = None
    partitioned: bool = False
    query: Select | None = None
    column_names: tuple[str, ...] = ()
    if_not_exists: bool = False
    temporary: bool = False
    of_type: Name | None = None


@dataclass(frozen=True, slots=True)
class AddColumn(Effect):
    """ALTER TABLE ADD COLUMN."""

    table: Name
    column: ColumnDefinition
    if_not_exists: bool = False
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropColumn(Effect):
    """ALTER TABLE DROP COLUMN; `tolerant` is IF EXISTS of the column."""

    table: Name
    column: str
    tolerant: bool = False
    cascade: bool = False
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class RenameColumn(Effect):
    """RENAME COLUMN of a table, view or composite type."""

    table: Name
    column: str
    new_name: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class AlterColumnType(Effect):
    """ALTER COLUMN TYPE."""

    table: Name
    column: str
    type: DataType
    using: Expression | None = None
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class SetNotNull(Effect):
    """ALTER COLUMN SET NOT NULL."""

    table: Name
    column: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropNotNull(Effect):
    """ALTER COLUMN DROP NOT NULL."""

    table: Name
    column: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class SetDefault(Effect):
    """ALTER COLUMN SET DEFAULT."""

    table: Name
    column: str
    default: Expression
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropDefault(Effect):
    """ALTER COLUMN DROP DEFAULT."""

    table: Name
    column: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class SetGenerated(Effect):
    """ADD GENERATED AS IDENTITY, DROP IDENTITY and DROP EXPRESSION; `generated` is the state afterwards."""

    table: Name
    column: str
    generated: Generated
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class AddConstraint(Effect):
    """ALTER TABLE ADD CONSTRAINT."""

    table: Name
    constraint: Constraint
    if_exists: bool = False
    if_not_exists: bool = False
    only: bool = False


@dataclass(frozen=True, slots=True)
class ValidateConstraint(Effect):
    """VALIDATE CONSTRAINT."""

    table: Name
    name: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class DropConstraint(Effect):
    """DROP CONSTRAINT; `tolerant` is IF EXISTS of the constraint."""

    table: Name
    name: str
    tolerant: bool = False
    cascade: bool = False
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class RenameConstraint(Effect):
    """RENAME CONSTRAINT."""

    table: Name
    name: str
    new_name: str


@dataclass(frozen=True, slots=True)
class DropTable(Effect):
    """DROP TABLE."""

    table: Name
    if_exists: bool = False
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class AttachPartition(Effect):
    """ATTACH PARTITION."""

    table: Name
    partition: Name


@dataclass(frozen=True, slots=True)
class DetachPartition(Effect):
    """DETACH PARTITION."""

    table: Name
    partition: Name
    concurrently: bool = False


@dataclass(frozen=True, slots=True)
class AlterTable(Effect):
    """An ALTER TABLE command that changes no name, type or constraint; `command` is the parser's word for it.

    `other` is the table that INHERIT and NO INHERIT name.
    """

    table: Name
    command: str
    if_exists: bool = False
    other: Name | None = None
