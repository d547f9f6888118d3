"""Small database changes for tests: a history, the queries that run, and pending migrations."""

from deploycheck.domains.database.catalogue.model import EMPTY
from deploycheck.domains.database.diff import compare_states
from deploycheck.domains.database.link import replay_history
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.migrations.history import SourceFile, histories
from deploycheck.domains.database.model import DatabaseState, OwnedQuery
from deploycheck.domains.database.queries.files import queries_of
from deploycheck.model.location import Location
from deploycheck.model.service import Database

INIT = "CREATE TABLE orders (id bigint PRIMARY KEY, total integer NOT NULL, note text);"


def migrations(**files):
    """Give the history of `m/NAME` files; a `__` in a name stands for its extension."""
    sources = {}
    for name, text in files.items():
        path = f"m/{name[1:].replace('__', '.')}.sql"
        sources[path] = SourceFile(load_sql(path, text.encode()), text)
    return histories(sources)[0].migrations


def state(steps, queries="", **declared):
    """Make the state that migrations leave, with the queries of one service; `declared` as in the manifest."""
    replayed = replay_history(steps)
    file = load_sql("q.sql", queries.encode(), query_file=True)
    return DatabaseState(
        "shop",
        Location("m"),
        replayed[-1].after if replayed else EMPTY,
        replayed,
        tuple(OwnedQuery("web", query) for query in queries_of(file)),
        declared=Database("shop", Location("deploycheck.yaml"), **declared),
    )


def change(pending, queries="", *, head_queries=None, init=INIT, **declared):
    """Compare a database with one migration, and the same with pending ones."""
    first = {"_1_init__up": init}
    base = state(migrations(**first), queries, **declared)
    head = state(migrations(**first, **pending), queries if head_queries is None else head_queries, **declared)
    return compare_states(base, head)
