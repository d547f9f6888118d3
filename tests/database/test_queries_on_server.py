"""Queries against a changed schema: we call broken what the server cannot prepare any more, and nothing else."""

import re
from pathlib import Path

import pytest

from deploycheck.domains.database.comparison import broken_by
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.queries.files import queries_of

HERE = Path(__file__).parent / "queries"
SCHEMA, QUERIES = (HERE / "schema.sql").read_text(), (HERE / "queries.sql").read_text()
CHANGES = [
    "ALTER TABLE orders DROP COLUMN note CASCADE",
    "ALTER TABLE orders DROP COLUMN total CASCADE",
    "ALTER TABLE orders RENAME COLUMN person_id TO buyer_id",
    "ALTER TABLE people RENAME TO persons",
    "DROP TABLE orders CASCADE",
    "DROP VIEW summary",
    "CREATE OR REPLACE VIEW summary AS SELECT id, name, 1::bigint AS orders, email FROM people",
    "ALTER TABLE orders ADD COLUMN name text",
    "ALTER TABLE people ADD COLUMN note text",
    "ALTER TABLE orders ADD COLUMN born date",
    "ALTER TABLE people ADD COLUMN person_id int",
    "DROP FUNCTION twice",
    "ALTER TABLE people ALTER COLUMN mood TYPE text; DROP TYPE mood",
    "ALTER TYPE mood RENAME TO feeling",
    "CREATE SCHEMA app; ALTER TABLE orders SET SCHEMA app",
    "ALTER TABLE orders RENAME TO orders_all; CREATE VIEW orders AS SELECT * FROM orders_all",
    "ALTER TABLE people DROP COLUMN email CASCADE, ADD COLUMN mail text",
    "ALTER TABLE orders DROP COLUMN tags; ALTER TABLE orders ADD COLUMN tags text[]",
    "ALTER TABLE people ADD COLUMN total int, ADD COLUMN extra int DEFAULT 4 NOT NULL",
    "ALTER VIEW summary RENAME COLUMN orders TO number",
    "ALTER TABLE orders DROP CONSTRAINT orders_person_id_note_key",
    "DROP INDEX people_low; CREATE UNIQUE INDEX people_low ON people (name, coalesce(born, '2000-01-01'::date))",
    "DROP INDEX people_low; CREATE UNIQUE INDEX low ON people (coalesce(born, '2000-01-01'), lower(name))",
    "ALTER TABLE people RENAME COLUMN born TO birth",
    "CREATE INDEX ON orders (total); COMMENT ON TABLE orders IS 'x'",
]


@pytest.fixture(scope="module")
def queries():
    return queries_of(load_sql("queries.sql", QUERIES.encode(), query_file=True))


@pytest.fixture(scope="module")
def spelt_out(server, queries):
    """Spell each query as generated code runs it: stars are the columns of that day."""
    columns = {"*": "id, person_id, total, note, tags", "o.*": "o.id, o.person_id, o.total, o.note, o.tags"}
    texts = [re.sub(r"(o\.)?\*(?=[ ,])(?<!count\(\*)", lambda star: columns[star.group()], q.text) for q in queries]
    assert server.failures("postgres", texts, SCHEMA) == [None] * len(queries)
    return texts


@pytest.mark.parametrize("change", CHANGES)
def test_broken_queries_are_those_that_the_server_refuses(change, server, queries, spelt_out, replayed):
    before, after = replayed(SCHEMA).catalogue, replayed(SCHEMA, change).catalogue
    refused = server.failures("postgres", spelt_out, SCHEMA, change)

    problems = {query.name: broken_by(query, before, after) for query in queries}

    ours = {name for name, found in problems.items() if found}
    assert ours == {query.name for query, why in zip(queries, refused, strict=True) if why}


def test_the_way_back_is_judged_in_the_same_way(queries, replayed):
    base, head = replayed(SCHEMA).catalogue, replayed(SCHEMA, CHANGES[0]).catalogue
    assert {query.name for query in queries if broken_by(query, head, base)} == set()
    assert {query.name for query in queries if broken_by(query, base, base)} == set()
