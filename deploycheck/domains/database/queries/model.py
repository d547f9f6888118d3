"""The shape of a query, independent of the parser, reduced to what name resolution and result shapes need.

Expressions are flat: the names an expression uses, in no order that matters.
"""

from typing import Literal, TypeAlias

from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.names import Name
from deploycheck.model.location import Location
from deploycheck.model.record import Record


class ColumnRef(Record):
    """A name in an expression: `c`, `t.c`, `s.t.c`, or a whole row `t`."""

    parts: tuple[str, ...]
    at: Location


class Star(Record):
    """`*` or `t.*` (also sqlc.embed) where it stands for columns."""

    parts: tuple[str, ...]
    at: Location


class Call(Record):
    """A function that is called by name."""

    name: Name
    at: Location


class TypeUse(Record):
    """A type of the user's own that a cast names."""

    type: DataType
    at: Location


class Nested(Record):
    """A query inside an expression; it sees the names around it."""

    query: "Query"


Ref: TypeAlias = ColumnRef | Star | Call | TypeUse | Nested
Refs: TypeAlias = tuple[Ref, ...]


class Target(Record):
    """One output of a SELECT or RETURNING list.

    `name` is what the server would call it ("" for stars). `value` is the name it passes through unchanged,
    `type` what is known of the type of any other expression, `like` a column that has the same type as it.
    """

    name: str
    refs: Refs
    value: ColumnRef | Star | None = None
    type: DataType | None = None
    like: ColumnRef | None = None


class Joined(Record):
    """How a source was joined to the sources before it."""

    on: Refs = ()
    using: tuple[ColumnRef, ...] = ()
    natural: bool = False
    nullable: bool = False


class TableSource(Record):
    """A table, view or CTE in FROM."""

    name: Name
    at: Location
    alias: str = ""
    columns: tuple[str, ...] = ()
    joined: Joined = Joined()


class QuerySource(Record):
    """A sub-query in FROM."""

    query: "Query"
    at: Location
    alias: str = ""
    columns: tuple[str, ...] = ()
    joined: Joined = Joined()


class FunctionSource(Record):
    """A function (or anything else whose columns only the server knows) in FROM.

    `columns` are the names that an alias list gives; `defined` when that list is known to be the whole of it.
    """

    refs: Refs
    at: Location
    alias: str = ""
    columns: tuple[str, ...] = ()
    defined: bool = False
    joined: Joined = Joined()


Source: TypeAlias = TableSource | QuerySource | FunctionSource


class Cte(Record):
    """One WITH entry."""

    name: str
    query: "Query"
    columns: tuple[str, ...] = ()
    recursive: bool = False


class Select(Record):
    """SELECT, VALUES and their set operations (`operands` are then its two sides, and it has no targets).

    `ordering` and `grouping` are the bare names in ORDER BY and GROUP BY, which may mean result columns; `values` is
    the width of a VALUES list.
    """

    at: Location
    targets: tuple[Target, ...] = ()
    sources: tuple[Source, ...] = ()
    refs: Refs = ()
    ordering: tuple[ColumnRef, ...] = ()
    grouping: tuple[ColumnRef, ...] = ()
    operands: tuple["Select", ...] = ()
    ctes: tuple[Cte, ...] = ()
    values: int = 0
    filtered: bool = False


class Assignment(Record):
    """A column that a statement writes."""

    column: str
    at: Location


class Conflict(Record):
    """ON CONFLICT: what it names as arbiter, and what it updates.

    `keys` are the arbiter's columns and expressions as an index spells them, none when that can't be told.
    """

    at: Location
    columns: tuple[ColumnRef, ...] = ()
    constraint: str = ""
    keys: tuple[str, ...] = ()
    where: Refs = ()
    assignments: tuple[Assignment, ...] = ()
    refs: Refs = ()


class Insert(Record):
    """INSERT; `columns` is None when no list was written, `source` None for DEFAULT VALUES.

    `defaults` are the positions at which every row says DEFAULT; `overriding` that OVERRIDING SYSTEM VALUE was said.
    """

    at: Location
    table: TableSource
    columns: tuple[Assignment, ...] | None
    source: Select | None
    conflict: Conflict | None = None
    returning: tuple[Target, ...] = ()
    ctes: tuple[Cte, ...] = ()
    defaults: frozenset[int] = frozenset()
    overriding: bool = False


class Update(Record):
    """UPDATE."""

    at: Location
    table: TableSource
    assignments: tuple[Assignment, ...]
    refs: Refs = ()
    sources: tuple[Source, ...] = ()
    returning: tuple[Target, ...] = ()
    ctes: tuple[Cte, ...] = ()
    filtered: bool = False


class Delete(Record):
    """DELETE."""

    at: Location
    table: TableSource
    refs: Refs = ()
    sources: tuple[Source, ...] = ()
    returning: tuple[Target, ...] = ()
    ctes: tuple[Cte, ...] = ()
    filtered: bool = False


class MergeAction(Record):
    """One WHEN branch of a MERGE."""

    kind: Literal["insert", "update", "delete", "nothing"]
    assignments: tuple[Assignment, ...] = ()
    listed: bool = True
    refs: Refs = ()


class Merge(Record):
    """MERGE."""

    at: Location
    table: TableSource
    source: Source
    on: Refs = ()
    actions: tuple[MergeAction, ...] = ()
    returning: tuple[Target, ...] = ()
    ctes: tuple[Cte, ...] = ()


Query: TypeAlias = Select | Insert | Update | Delete | Merge
