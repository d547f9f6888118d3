"""The database domain as a plugin."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploycheck.domains.database.domain import DatabaseDomain
from deploycheck.hooks import Domain, Fact, fact, hookimpl
from deploycheck.model.change import Change, View

if TYPE_CHECKING:
    from deploycheck.domains.database.breakage import Breakage
    from deploycheck.domains.database.diff import DatabaseChange
    from deploycheck.domains.database.locks.held import Pending
    from deploycheck.domains.database.model import DatabaseModel
    from deploycheck.domains.database.rollback import Rollback
    from deploycheck.domains.database.unknown import UnknownStatement


@fact(scope="item")
def database_change(change: Change) -> "Iterator[DatabaseChange]":
    """Each database that differs between a live version and head."""
    for difference in change.each_diff("database"):
        yield from difference.databases


@fact(scope="item")
def breakages(database_change: "DatabaseChange") -> "tuple[Breakage, ...]":
    """Give what live queries of a database need and its schema in head does not have."""
    from deploycheck.domains.database.breakage import breakages_of

    return breakages_of(database_change)


@fact(scope="item")
def pending(database_change: "DatabaseChange") -> "Pending":
    """Give the effects of a database's pending migrations in order, each with the locks that it takes."""
    from deploycheck.domains.database.locks.held import pending_effects

    return pending_effects(database_change)


@fact(scope="item")
def rollbacks(database_change: "DatabaseChange") -> "tuple[Rollback, ...]":
    """Give the down sides of a database's pending migrations, replayed."""
    from deploycheck.domains.database.rollback import rollbacks_of

    return tuple(rollbacks_of(database_change))


@fact(scope="item")
def unknown_statement(view: View) -> "Iterator[UnknownStatement]":
    """Each statement of a migration, schema or query file that could not be understood."""
    model: DatabaseModel | None = view.model("database")
    if model:
        from deploycheck.domains.database.unknown import unknown_statements

        yield from unknown_statements(model)


@fact()
def database_model(view: View) -> "DatabaseModel":
    """Give every database of the snapshot, its history and its queries."""
    from deploycheck.domains.database.model import DatabaseModel

    model = view.model("database")
    return model if isinstance(model, DatabaseModel) else DatabaseModel()


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    return DatabaseDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about databases."""
    return (database_change, breakages, pending, rollbacks, unknown_statement, database_model)
