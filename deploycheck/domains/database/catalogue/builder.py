"""The catalogue while statements are applied to it: mutable, owned by one replay."""

from collections.abc import Collection, Iterator

from deploycheck.domains.database.catalogue.model import TEMPORARY, Catalogue, Column, Index, Table, UserType, View
from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.effects import CreateFunction
from deploycheck.domains.database.names import Name
from deploycheck.model.record import Draft, replace

DEFAULT_PATH = ("public",)


class ConflictError(Exception):
    """A statement does not fit the catalogue; the message says what is missing or already there."""


class Builder(Draft):
    """Dictionaries that handlers change; tables and the like stay immutable values in them."""

    tables: dict[Name, Table]
    views: dict[Name, View]
    indexes: dict[Name, Index]
    types: dict[Name, UserType]
    sequences: dict[Name, tuple[Name, str] | None]
    functions: dict[Name, CreateFunction]
    schemas: set[str]
    search_path: tuple[str, ...]
    uncertain: set[str]
    anything_uncertain: bool

    @classmethod
    def of(cls, catalogue: Catalogue) -> "Builder":
        """Start from a catalogue, which stays as it is."""
        return cls(
            tables=dict(catalogue.tables),
            views=dict(catalogue.views),
            indexes=dict(catalogue.indexes),
            types=dict(catalogue.types),
            sequences=dict(catalogue.sequences),
            functions=dict(catalogue.functions),
            schemas=set(catalogue.schemas),
            search_path=catalogue.search_path,
            uncertain=set(catalogue.uncertain),
            anything_uncertain=catalogue.anything_uncertain,
        )

    def snapshot(self) -> Catalogue:
        """Give the catalogue as it is now; later changes don't touch it."""
        return Catalogue(
            tables=dict(self.tables),
            views=dict(self.views),
            indexes=dict(self.indexes),
            types=dict(self.types),
            sequences=dict(self.sequences),
            functions=dict(self.functions),
            schemas=frozenset(self.schemas),
            search_path=self.search_path,
            uncertain=frozenset(self.uncertain),
            anything_uncertain=self.anything_uncertain,
        )

    def created(self, name: Name, *, temporary: bool = False) -> Name:
        """Complete the name of something that is created now."""
        if temporary:
            return Name(TEMPORARY, name.name)
        if name.schema:
            return name
        known = next((schema for schema in self.search_path if schema in self.schemas), "public")
        return Name(known, name.name)

    def find(self, name: Name, among: Collection[Name]) -> Name | None:
        """Complete the name of something that should be there; None when it isn't."""
        if name.schema:
            return name if name in among else None
        candidates = (Name(schema, name.name) for schema in (TEMPORARY, *self.search_path))
        return next((candidate for candidate in candidates if candidate in among), None)

    def table(self, name: Name) -> Table:
        """Give a table that must be there; raises ConflictError."""
        found = self.find(name, self.tables)
        if found is None:
            raise ConflictError(f"there is no table {name}")
        return self.tables[found]

    def column(self, table: Table, name: str) -> Column:
        """Give a column that must be there; raises ConflictError."""
        column = table.column(name)
        if column is None:
            raise ConflictError(f"table {table.name} has no column {name}")
        return column

    def put_column(self, table: Table, column: Column) -> None:
        """Put a changed column in the place of the one with its name."""
        columns = tuple(column if old.name == column.name else old for old in table.columns)
        self.tables[table.name] = replace(table, columns=columns)

    def family(self, table: Table) -> Iterator[Table]:
        """Walk a table and everything that inherits from it or is a partition of it."""
        seen, waiting = {table.name}, [table]
        while waiting:
            current = waiting.pop(0)
            yield self.tables.get(current.name, current)
            for other in list(self.tables.values()):
                child = other.partition_of == current.name or current.name in other.inherits
                if child and other.name not in seen:
                    seen.add(other.name)
                    waiting.append(other)

    def taken(self, schema: str) -> frozenset[str]:
        """Give the names in use among relations of a schema."""
        everything = (self.tables, self.views, self.indexes, self.sequences)
        return frozenset(name.name for group in everything for name in group if name.schema == schema)

    def complete_type(self, kind: DataType) -> DataType:
        """Give a type with its schema when it is one of the user's own."""
        if kind.built_in:
            return kind
        found = self.find(kind.name, self.types) or self.find(kind.name, self.tables)
        return replace(kind, name=found) if found else kind

    def complete_relation(self, name: Name) -> Name:
        """Complete the name of a relation that another object refers to, also when it is not known."""
        return self.find(name, self.tables) or self.find(name, self.views) or self.created(name)
