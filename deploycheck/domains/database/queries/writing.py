"""INSERT, UPDATE, DELETE and MERGE against a catalogue."""

from collections.abc import Iterable

from deploycheck.domains.database.catalogue.model import Column, Table, View
from deploycheck.domains.database.queries.model import (
    Assignment,
    Conflict,
    Delete,
    Insert,
    Merge,
    Query,
    TableSource,
    Update,
)
from deploycheck.domains.database.queries.resolution import ColumnUse, Ctes, Mode, QueryProblem, Resolver
from deploycheck.domains.database.queries.scope import Output, Relation, Scope
from deploycheck.model.record import replace


def resolve_write(resolver: Resolver, query: Query, parent: Scope | None, ctes: Ctes) -> tuple[Output, ...] | None:
    """Resolve a statement that writes rows; give the columns that it returns."""
    match query:
        case Insert():
            return _insert(resolver, query, parent, ctes)
        case Update() | Delete():
            return _change(resolver, query, parent, ctes)
        case Merge():
            return _merge(resolver, query, parent, ctes)
        case _:
            return None


def _target(resolver: Resolver, source: TableSource) -> tuple[Relation, Table | View | None]:
    """Make the entry of the table that is written; WITH entries are never meant."""
    relation = resolver.table_relation(source, {})
    return relation, resolver.catalogue.relation(source.name)


def _assign(resolver: Resolver, relation: Relation, assignments: Iterable[Assignment], mode: Mode) -> None:
    for assignment in assignments:
        if assignment.column in relation.columns:
            if relation.table:
                resolver.uses.append(ColumnUse(relation.table, assignment.column, mode, assignment.at))
        elif not relation.open:
            message = f"table {relation.table} has no column {assignment.column}"
            resolver.problem("missing-column", message, assignment.at, relation.table, assignment.column)


def _insert(resolver: Resolver, query: Insert, parent: Scope | None, ctes: Ctes) -> tuple[Output, ...] | None:
    relation, table = _target(resolver, query.table)
    result = resolver.query(query.source, parent, ctes) if query.source else ()
    scope = Scope([relation], parent)
    if relation.table:
        resolver.uses.append(ColumnUse(relation.table, "", "insert", query.table.at))
    if query.columns is not None:
        _assign(resolver, relation, query.columns, "insert")
    if isinstance(table, Table):
        _required(resolver, query, table, None if result is None else len(result))
    if query.conflict:
        _conflict(resolver, query.conflict, relation, scope, ctes)
        if table is not None:
            _arbiter(resolver, query.conflict, table)
    return resolver.targets(query.returning, scope, ctes)


def _required(resolver: Resolver, query: Insert, table: Table, width: int | None) -> None:
    """Compare what an INSERT gives with what the table asks for."""
    given = _given(query, table, width)
    if given is None:
        return
    if query.columns is None and width is not None and width > len(table.columns):
        message = f"{width} values are inserted into {table.name}, which has {len(table.columns)} columns"
        resolver.problem("insert-shape", message, query.table.at, table.name)
    for column in table.columns:
        if column.name not in given and column.required and not _filled_by_type(resolver, column):
            message = f"an INSERT into {table.name} gives no {column.name}, which is NOT NULL and has no default"
            resolver.problems.append(
                QueryProblem(
                    "insert-misses-required", message, query.table.at, table.name, column.name, not table.fillers
                )
            )
        if column.name in given and not column.writable and not query.overriding:
            message = f"an INSERT into {table.name} gives {column.name}, which the server generates"
            resolver.problem("column-not-writable", message, query.table.at, table.name, column.name)


def _given(query: Insert, table: Table, width: int | None) -> frozenset[str] | None:
    """Give the columns that get a value, None when nobody can tell."""
    if query.columns is not None:
        names = [assignment.column for assignment in query.columns]
    elif query.source is None:
        names = []
    elif width is None:
        return None
    else:
        names = [column.name for column in table.columns[:width]]
    return frozenset(name for position, name in enumerate(names) if position not in query.defaults)


def _filled_by_type(resolver: Resolver, column: Column) -> bool:
    """Whether a domain may bring a default of its own, which we don't follow."""
    kind = resolver.catalogue.user_type(column.type.name) if column.type else None
    return kind is not None and kind.base is not None


def _conflict(resolver: Resolver, conflict: Conflict, relation: Relation, scope: Scope, ctes: Ctes) -> None:
    own = Scope([relation])
    for ref in conflict.columns:
        resolver.column(ref, own)
    resolver.refs(conflict.where, own, ctes)
    _assign(resolver, relation, conflict.assignments, "write")
    excluded = replace(relation, alias="excluded", schema="", table=None)
    both = Scope([relation, excluded], scope.parent)
    resolver.refs(conflict.refs, both, ctes)


def _arbiter(resolver: Resolver, conflict: Conflict, table: Table | View) -> None:
    """Check that ON CONFLICT finds the unique index or constraint that it names; a view has no constraints."""
    if conflict.constraint:
        if isinstance(table, View) or table.constraint(conflict.constraint) is None:
            message = f"table {table.name} has no constraint {conflict.constraint}, which ON CONFLICT names"
            resolver.problem("missing-unique", message, conflict.at, table.name, conflict.constraint)
        return
    if not conflict.keys or isinstance(table, View):
        return
    wanted = frozenset(conflict.keys)
    indexes = [index for index in resolver.catalogue.indexes.values() if index.table == table.name and index.unique]
    if not any(frozenset(index.keys) == wanted for index in indexes):
        names = ", ".join(sorted(wanted))
        message = f"no unique index or constraint on {table.name} ({names}), which ON CONFLICT needs"
        resolver.problem("missing-unique", message, conflict.at, table.name, names)


def _change(resolver: Resolver, query: Update | Delete, parent: Scope | None, ctes: Ctes) -> tuple[Output, ...] | None:
    relation, _ = _target(resolver, query.table)
    others = resolver.sources(query.sources, parent, ctes)
    scope = Scope([relation, *others.relations], parent)
    if isinstance(query, Update):
        _assign(resolver, relation, query.assignments, "write")
    elif relation.table:
        resolver.uses.append(ColumnUse(relation.table, "", "write", query.table.at))
    resolver.refs(query.refs, scope, ctes)
    return resolver.targets(query.returning, scope, ctes)


def _merge(resolver: Resolver, query: Merge, parent: Scope | None, ctes: Ctes) -> tuple[Output, ...] | None:
    relation, _ = _target(resolver, query.table)
    others = resolver.sources([query.source], parent, ctes)
    scope = Scope([relation, *others.relations], parent)
    resolver.refs(query.on, scope, ctes)
    for action in query.actions:
        mode: Mode = "insert" if action.kind == "insert" else "write"
        _assign(resolver, relation, action.assignments, mode)
        resolver.refs(action.refs, scope, ctes)
    return resolver.targets(query.returning, scope, ctes)
