"""The database domain as a plugin."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploycheck.domains.database.domain import DatabaseDomain
from deploycheck.hooks import Domain, Fact, fact, hookimpl
from deploycheck.model.change import Change

if TYPE_CHECKING:
    from deploycheck.domains.database.diff import DatabaseChange


@fact(scope="item")
def database_change(change: Change) -> "Iterator[DatabaseChange]":
    """Each database that differs between a live version and head."""
    for difference in change.each_diff("database"):
        yield from difference.databases


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    return DatabaseDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about databases."""
    return (database_change,)
