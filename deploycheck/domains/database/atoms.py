"""Schema objects as contract atoms: `shop.public.orders.total`, `shop.public.orders:insert`.

An object that a migration takes away or adds is an atom that one version of the migration provides. What a table asks
of statements (a value for a required column, a qualified name) is a demand on the atom of that table.
"""

from collections.abc import Iterator

from deploycheck.domains.database.catalogue.model import Catalogue, Table, View
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.resolution import QueryProblem
from deploycheck.model.record import Record

_ABSENCES = {
    "missing-table": "",
    "missing-relation": "",
    "missing-column": "",
    "missing-unique": ":unique",
    "missing-type": ":type",
    "missing-function": ":function",
}
_INSERTS = frozenset({"insert-misses-required", "insert-shape", "column-not-writable"})
_ASKS = {
    "ambiguous-column": "a qualified name for {column}",
    "insert-misses-required": "{column}",
    "insert-shape": "as many values as there are columns",
    "column-not-writable": "no value for {column}",
    "result-shape": "a list of columns instead of *",
}


class Want(Record):
    """What a query that fails on a schema would need from it.

    With an empty `demand` it is `atom` itself that is missing. Otherwise the table asks for `demand`, which the query
    does not supply; `certain` is False when nobody can tell whether it fails.
    """

    atom: str
    demand: str = ""
    certain: bool = True


def want_of(problem: QueryProblem, database: str) -> Want:
    """Give what a query lacks as an atom, and as a demand where the object is there."""
    if problem.kind in _ABSENCES:
        atom = object_atom(database, problem.table, problem.column) + _ABSENCES[problem.kind]
        return Want(atom) if problem.certain else Want(f"{atom}:state", "certainty", certain=False)
    mode = "insert" if problem.kind in _INSERTS else "read"
    demand = _ASKS[problem.kind].format(column=problem.column)
    certain = problem.certain and problem.kind != "result-shape"
    return Want(f"{object_atom(database, problem.table)}:{mode}", demand, certain)


def object_atom(database: str, table: Name | None, column: str = "") -> str:
    """Name an object of a database: `shop.public.orders.total`."""
    parts = (database, table.qualified if table else "", column)
    return ".".join(part for part in parts if part)


def lost_atoms(database: str, before: Catalogue, after: Catalogue) -> frozenset[str]:
    """Give the objects that `after` no longer has: tables, views, columns, types, functions and enum values."""
    return frozenset(_lost(database, before, after))


def _lost(database: str, before: Catalogue, after: Catalogue) -> Iterator[str]:
    relations: dict[Name, Table | View] = {**after.tables, **after.views}
    earlier: dict[Name, Table | View] = {**before.tables, **before.views}
    for name, relation in earlier.items():
        now = relations.get(name)
        if now is relation:
            continue
        if now is None:
            yield object_atom(database, name)
        kept = {column.name for column in now.columns or ()} if now else frozenset[str]()
        if now is None or now.columns is not None:
            for column in relation.columns or ():
                if column.name not in kept:
                    yield object_atom(database, name, column.name)
    for name, kind in before.types.items():
        other = after.types.get(name)
        if other is None:
            yield f"{object_atom(database, name)}:type"
        else:
            yield from (f"{object_atom(database, name)}={value}" for value in set(kind.values) - set(other.values))
    for name in before.functions.keys() - after.functions.keys():
        yield f"{object_atom(database, name)}:function"
