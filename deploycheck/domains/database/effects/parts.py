"""What effects are made of: expressions, columns and constraints."""

from dataclasses import dataclass, field
from typing import Literal

from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.names import Name
from deploycheck.model.location import Location

NOWHERE = Location("")

Volatility = Literal["constant", "stable", "volatile", "unknown"]
ConstraintKind = Literal["check", "unique", "primary key", "foreign key", "exclude"]
RelationKind = Literal["table", "view", "materialized view", "sequence", "index", "type", "foreign table"]
Generated = Literal["", "identity always", "identity by default", "stored", "virtual"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing a statement does, at a place."""

    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as text in one canonical spelling, with the columns it names.

    `calls` are the functions that it calls.
    """

    text: str
    columns: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    volatility: Volatility = "constant"
    constant_null: bool = False
    not_null_of: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint as it was written or, in a catalogue, as it is; `name` "" until the server would choose one."""

    kind: ConstraintKind
    name: str = ""
    columns: tuple[str, ...] = ()
    expression: Expression | None = None
    not_valid: bool = False
    using_index: str = ""
    references: Name | None = None
    referenced_columns: tuple[str, ...] = ()
    deferrable: bool = False
    on_delete: str = ""
    on_update: str = ""
    nulls_not_distinct: bool = False
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ColumnDefinition:
    """A column as it was written; serial types are already spelt out."""

    name: str
    type: DataType
    nullable: bool = True
    default: Expression | None = None
    generated: Generated = ""
    serial: bool = False
    constraints: tuple[Constraint, ...] = ()
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Like:
    """LIKE in CREATE TABLE; `including` holds `defaults`, `constraints`, `indexes`, `identity`, `generated`."""

    table: Name
    including: frozenset[str] = frozenset()
