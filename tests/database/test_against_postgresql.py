"""What we replay without a server is what a real server has: tables, columns, types, constraints, indexes, views."""

from pathlib import Path

import pytest
from database_differences import differences

CASES = sorted((Path(__file__).parent / "replay").glob("*.sql"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_replay_agrees_with_the_server(path, server, replayed):
    script = path.read_text()
    result = replayed(script)

    assert [conflict.message for conflict in result.conflicts] == []
    assert [unknown.reason for unknown in result.opaque] == []
    assert list(differences(result.catalogue, *server.described(script))) == []


def test_a_difference_would_be_seen(server, replayed):
    described = server.described("CREATE TABLE t (a int NOT NULL, b text); CREATE TYPE k AS ENUM ('x');")

    result = replayed("CREATE TABLE t (a bigint, b text UNIQUE); CREATE TYPE k AS ENUM ('y');")

    assert len(list(differences(result.catalogue, *described))) == 4  # column, constraint, index, enum


def test_what_the_server_refuses_is_a_conflict(server, replayed):
    before = "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t; CREATE TYPE k AS ENUM ('x');"
    refused = [
        "CREATE TABLE t (b int)",
        "ALTER TABLE t ADD COLUMN a int",
        "ALTER TABLE t DROP COLUMN nothing",
        "ALTER TABLE t RENAME COLUMN nothing TO x",
        "ALTER TABLE nothing ADD COLUMN x int",
        "DROP TABLE nothing",
        "DROP VIEW nothing",
        "DROP INDEX nothing",
        "ALTER TABLE t DROP CONSTRAINT nothing",
        "ALTER TYPE k ADD VALUE 'x'",
        "ALTER TYPE k RENAME VALUE 'nothing' TO 'y'",
        "CREATE TYPE k AS ENUM ('z')",
        "CREATE INDEX ON nothing (x)",
        "CREATE SCHEMA app; CREATE SCHEMA app",
        "DROP SEQUENCE nothing",
    ]
    database = server.database(before)

    said = [bool(server.sql(database, f"BEGIN; {sql};").returncode) for sql in refused]
    ours = [bool(replayed(before, sql).conflicts) for sql in refused]

    assert said == ours == [True] * len(refused)
