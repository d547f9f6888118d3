"""What names mean inside a query."""

from collections.abc import Iterator, Mapping

from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.names import Name
from deploycheck.model.record import Draft, Record, field


class Output(Record):
    """A column that a query or relation gives; `origin` is the table column that it passes through."""

    name: str
    type: DataType | None = None
    origin: tuple[Name, str] | None = None


class Relation(Record):
    """One entry of FROM, by the name under which it is known there.

    `table` is the catalogue's name for tables and views. `open` when it may have columns that we don't know.
    `merged` are the columns that a join merged with those of earlier entries.
    """

    alias: str
    columns: Mapping[str, Output]
    table: Name | None = None
    open: bool = False
    merged: frozenset[str] = frozenset()
    schema: str = ""


class Scope(Draft):
    """The entries that a query's expressions see; `parent` is the query around it."""

    relations: list[Relation] = field(default_factory=list)
    parent: "Scope | None" = None

    def chain(self) -> Iterator["Scope"]:
        """Walk this scope and those around it, inside out."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def holders(self, column: str) -> list[Relation]:
        """Give the entries that have `column`, merged ones once."""
        found = [relation for relation in self.relations if column in relation.columns]
        return [relation for position, relation in enumerate(found) if not position or column not in relation.merged]

    def named(self, alias: str, schema: str = "") -> Relation | None:
        """Give the entry of that name."""
        for relation in self.relations:
            if relation.alias == alias and (not schema or relation.schema == schema):
                return relation
        return None

    @property
    def open(self) -> bool:
        """Whether an entry may have columns that we don't know."""
        return any(relation.open for relation in self.relations)
