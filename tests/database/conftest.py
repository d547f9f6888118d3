"""A PostgreSQL server for the whole session, and a short way to replay SQL."""

import pytest
from postgres_server import require_binaries, running

from deploycheck.domains.database.catalogue.model import EMPTY
from deploycheck.domains.database.catalogue.replay import replay
from deploycheck.domains.database.loading import load_sql


@pytest.fixture(scope="session")
def server():
    """Start one server; where there is none, say so loudly."""
    require_binaries()
    with running() as one:
        yield one


@pytest.fixture
def replayed():
    """Replay scripts, each as a file of its own, and give what came out."""

    def run(*scripts, start=EMPTY):
        done = None
        for number, script in enumerate(scripts):
            statements = load_sql(f"{number:04}.sql", script.encode()).statements
            done = replay(statements, done.catalogue if done else start)
        return done

    return run
