"""Schema objects at one moment. All names are complete: they have their schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.effects import NOWHERE, Constraint, CreateFunction, Expression, Generated
from deploycheck.domains.database.names import Name
from deploycheck.model.location import Location

TEMPORARY = "pg_temp"
"""The schema of temporary tables, which every search path begins with."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view; in a view `type` is None when it cannot be told from the query."""

    name: str
    type: DataType | None
    nullable: bool = True
    default: Expression | None = None
    generated: Generated = ""
    at: Location = field(default=NOWHERE, compare=False)

    @property
    def required(self) -> bool:
        """Whether an INSERT that leaves it out fails."""
        return not self.nullable and self.default is None and not self.generated

    @property
    def writable(self) -> bool:
        """Whether an INSERT may give it a value."""
        return self.generated in {"", "identity by default"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `fillers` are the triggers that run before rows are inserted."""

    name: Name
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    inherits: tuple[Name, ...] = ()
    partition_of: Name | None = None
    partitioned: bool = False
    fillers: frozenset[str] = frozenset()
    at: Location = field(default=NOWHERE, compare=False)

    def column(self, name: str) -> Column | None:
        """Give the column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    def constraint(self, name: str) -> Constraint | None:
        """Give the constraint of that name."""
        return next((constraint for constraint in self.constraints if constraint.name == name), None)

    @property
    def location(self) -> Location:
        """Where it was created."""
        return self.at


@dataclass(frozen=True, slots=True)
class View:
    """A view or materialized view.

    `columns` is None when the query's columns cannot be told. `reads` are the tables and columns that it depends on,
    column "" for the table itself.
    """

    name: Name
    columns: tuple[Column, ...] | None
    reads: frozenset[tuple[Name, str]] = frozenset()
    definition: str = ""
    materialized: bool = False
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """An index; `constraint` when it backs a constraint of the same name."""

    name: Name
    table: Name
    keys: tuple[str, ...]
    unique: bool = False
    where: Expression | None = None
    uses: tuple[str, ...] = ()
    method: str = "btree"
    constraint: bool = False
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class UserType:
    """A type of the user's own: enum (`values`), composite (`columns`), domain (`base`) or another."""

    name: Name
    values: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    base: DataType | None = None
    not_null: bool = False
    at: Location = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything in a database that queries can see.

    `uncertain` are the names whose state is not known since a statement that names them was not understood;
    `anything_uncertain` when such a statement may have changed anything.
    """

    tables: Mapping[Name, Table] = field(default_factory=dict)
    views: Mapping[Name, View] = field(default_factory=dict)
    indexes: Mapping[Name, Index] = field(default_factory=dict)
    types: Mapping[Name, UserType] = field(default_factory=dict)
    sequences: Mapping[Name, tuple[Name, str] | None] = field(default_factory=dict)
    functions: Mapping[Name, CreateFunction] = field(default_factory=dict)
    schemas: frozenset[str] = frozenset({"public"})
    search_path: tuple[str, ...] = ("public",)
    uncertain: frozenset[str] = frozenset()
    anything_uncertain: bool = False

    def relation(self, name: Name) -> Table | View | None:
        """Find what a query means by `name`: along the search path when no schema was written."""
        for candidate in self.candidates(name):
            found = self.tables.get(candidate) or self.views.get(candidate)
            if found:
                return found
        return None

    def user_type(self, name: Name) -> UserType | None:
        """Find a type by its name along the search path."""
        found = (self.types.get(candidate) for candidate in self.candidates(name))
        return next((kind for kind in found if kind), None)

    def function(self, name: Name) -> CreateFunction | None:
        """Find a function of the user's own."""
        found = (self.functions.get(candidate) for candidate in self.candidates(name))
        return next((function for function in found if function), None)

    def candidates(self, name: Name) -> Iterator[Name]:
        """Walk the complete names that `name` could mean."""
        if name.schema:
            yield name
            return
        for schema in (TEMPORARY, *self.search_path):
            yield Name(schema, name.name)

    def indexes_of(self, table: Name) -> tuple[Index, ...]:
        """Give the indexes of a table, by name."""
        return tuple(index for _, index in sorted(self.indexes.items()) if index.table == table)


EMPTY = Catalogue()
