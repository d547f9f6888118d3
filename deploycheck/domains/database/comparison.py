"""Queries of one version against the schema of another."""

from collections.abc import Iterable, Iterator

from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.files import NamedQuery
from deploycheck.domains.database.queries.model import Insert, Merge, Query, Select, Star
from deploycheck.domains.database.queries.remembered import resolved
from deploycheck.domains.database.queries.resolution import ColumnUse, QueryProblem, Resolution
from deploycheck.model.record import Record, replace


class BrokenQuery(Record):
    """A query that one schema answers and another does not."""

    query: NamedQuery
    problem: QueryProblem


def check_query(query: Query, catalogue: Catalogue) -> tuple[QueryProblem, ...]:
    """Say why a query fails on a catalogue; what is not understood is left alone."""
    return resolved(query, catalogue).problems


def broken_queries(queries: Iterable[NamedQuery], works: Catalogue, other: Catalogue) -> Iterator[BrokenQuery]:
    """Walk the queries that work on one catalogue and fail on the other, each with its first reasons."""
    if works == other:
        return
    for query in queries:
        for problem in broken_by(query, works, other):
            yield BrokenQuery(query, problem)


def broken_by(query: NamedQuery, works: Catalogue, other: Catalogue, *, stars: bool = True) -> tuple[QueryProblem, ...]:
    """Say why a query that works on one catalogue fails on another; what fails on both is left out.

    `stars`: whether a star stands for the columns of `works`, so that those which `other` lacks are missed.
    """
    before, after = resolved(query.query, works), resolved(query.query, other)
    known = {_key(problem) for problem in before.problems}
    new = [problem for problem in after.problems if _key(problem) not in known]
    gone = {problem.table for problem in new if problem.kind == "missing-table"}
    if stars:
        new += [lost for lost in _lost_to_star(before, works, other) if lost.table not in gone]
    new += _lost_objects(before, other, query)
    if not query.generated:
        new += _changed_shape(query, before, after)
    return tuple(dict.fromkeys(_weighed(problem, works, other) for problem in new))


def _key(problem: QueryProblem) -> tuple[object, ...]:
    return problem.kind, problem.column, problem.at, problem.table.name if problem.table else ""


def _lost_to_star(before: Resolution, works: Catalogue, other: Catalogue) -> Iterator[QueryProblem]:
    """Walk the columns that a star stood for and that are gone."""
    for use in before.uses:
        if not use.star or not use.column:
            continue
        now = other.relation(use.table)
        if now is None or now.columns is None:
            continue
        if all(column.name != use.column for column in now.columns):
            message = f"it reads every column of {use.table}, and {use.table} has no column {use.column}"
            yield QueryProblem("missing-column", message, use.at, use.table, use.column)
    _ = works


def _lost_objects(before: Resolution, other: Catalogue, query: NamedQuery) -> list[QueryProblem]:
    at = query.at
    found = [
        QueryProblem("missing-function", f"there is no function {name}", at, name)
        for name in sorted(before.functions)
        if name not in other.functions
    ]
    return found + [
        QueryProblem("missing-type", f"there is no type {name}", at, name)
        for name in sorted(before.types)
        if name not in other.types and other.user_type(Name("", name.name)) is None
    ]


def _changed_shape(query: NamedQuery, before: Resolution, after: Resolution) -> list[QueryProblem]:
    """Find a `*` in the result whose columns are others now: prepared statements and scanning code break."""
    if before.result is None or after.result is None or not _returns_star(query.query):
        return []
    was = [(output.name, output.type) for output in before.result]
    now = [(output.name, output.type) for output in after.result]
    if was == now:
        return []
    added = [name for name, _ in now if name not in {old for old, _ in was}]
    what = f"it would also give {', '.join(added)}" if added else "its result columns change"
    return [QueryProblem("result-shape", f"it selects *, and {what}", query.at)]


def _returns_star(query: Query) -> bool:
    if isinstance(query, Select):
        if query.operands:
            return _returns_star(query.operands[0])
        return any(isinstance(target.value, Star) for target in query.targets)
    return any(isinstance(target.value, Star) for target in query.returning)


def _weighed(problem: QueryProblem, works: Catalogue, other: Catalogue) -> QueryProblem:
    """Take certainty away when a statement between the two was not understood and names the object."""
    if other.anything_uncertain and not works.anything_uncertain:
        return replace(problem, certain=False)
    doubtful = other.uncertain - works.uncertain
    names = {problem.column, problem.table.name if problem.table else ""}
    return replace(problem, certain=False) if names & doubtful else problem


def uses_of(query: NamedQuery, catalogue: Catalogue) -> tuple[ColumnUse, ...]:
    """Give the tables and columns that a query uses."""
    return resolved(query.query, catalogue).uses


def inserted_columns(query: Query, catalogue: Catalogue) -> dict[Name, frozenset[str]]:
    """Give, for each table that a query inserts into, the columns to which it gives values."""
    found: dict[Name, frozenset[str]] = {}
    for use in resolved(query, catalogue).uses:
        if use.mode == "insert":
            found[use.table] = found.get(use.table, frozenset()) | ({use.column} - {""})
    if (isinstance(query, Insert) and query.columns is None) or isinstance(query, Merge):
        return {}
    return found
