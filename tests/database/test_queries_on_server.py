"""Queries against a changed schema: we call broken what the server cannot prepare any more, and nothing else."""

import re

import pytest

from deploycheck.domains.database.comparison import broken_by
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.queries.files import queries_of

SCHEMA = """
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (id bigserial PRIMARY KEY, name text NOT NULL, email text UNIQUE, mood mood, born date);
CREATE TABLE orders (id bigserial PRIMARY KEY, person_id bigint NOT NULL REFERENCES people, total numeric NOT NULL,
  note text, tags text[], UNIQUE (person_id, note));
CREATE VIEW summary AS SELECT p.id, p.name, count(o.id) AS orders FROM people p LEFT JOIN orders o ON o.person_id = p.id
  GROUP BY p.id, p.name;
CREATE FUNCTION twice(a int) RETURNS int LANGUAGE sql AS 'SELECT a * 2';
"""
QUERIES = """
-- name: ById :one
SELECT id, name, email FROM people WHERE id = $1;
-- name: Everything :many
SELECT * FROM orders;
-- name: Starred :many
SELECT o.*, p.name FROM orders o JOIN people p ON p.id = o.person_id;
-- name: Bare :many
SELECT name, total, note FROM people JOIN orders ON person_id = people.id ORDER BY total;
-- name: Using :many
SELECT id, a.name FROM people a JOIN people b USING (id);
-- name: Cte :many
WITH big AS (SELECT person_id, total FROM orders WHERE total > 10), named (who, sum) AS (SELECT person_id, sum(total)
  FROM big GROUP BY 1) SELECT who, sum FROM named;
-- name: Recursive :many
WITH RECURSIVE up AS (SELECT id, person_id FROM orders WHERE id = 1 UNION ALL SELECT o.id, o.person_id FROM orders o
  JOIN up ON up.id = o.person_id) SELECT id FROM up;
-- name: View :many
SELECT id, orders FROM summary WHERE name = 'x';
-- name: Exists :many
SELECT p.name FROM people p WHERE EXISTS (SELECT FROM orders WHERE person_id = p.id AND note IS NULL);
-- name: Lateral :many
SELECT p.id, l.total FROM people p, LATERAL (SELECT total FROM orders o WHERE o.person_id = p.id LIMIT 1) l;
-- name: Add :one
INSERT INTO orders (person_id, total, note) VALUES ($1, $2, $3) RETURNING id, total;
-- name: Upsert :exec
INSERT INTO people (name, email) VALUES ($1, $2) ON CONFLICT (email) DO UPDATE SET name = excluded.name
  WHERE people.mood <> 'sad';
-- name: UpsertByName :exec
INSERT INTO orders (person_id, total) VALUES (1, 1) ON CONFLICT ON CONSTRAINT orders_person_id_note_key DO NOTHING;
-- name: Change :exec
UPDATE orders SET total = total + 1, note = $2 FROM people p WHERE p.id = orders.person_id AND p.email = $1;
-- name: Remove :exec
DELETE FROM orders USING people WHERE people.id = person_id AND born IS NULL RETURNING orders.note;
-- name: Moody :many
SELECT count(*) FROM people WHERE mood = 'ok'::mood;
-- name: Twice :one
SELECT twice(3), cardinality(tags) FROM orders;
-- name: Window :many
SELECT id, rank() OVER (PARTITION BY person_id ORDER BY total DESC) AS place FROM orders ORDER BY place;
-- name: Union :many
SELECT id FROM people UNION SELECT person_id FROM orders ORDER BY id;
-- name: Quoted :many
SELECT "o"."total" AS "Total" FROM "public"."orders" AS "o" GROUP BY "Total";
-- name: Aliased :many
SELECT x.a, x.b FROM people AS x (a, b);
-- name: Case :many
SELECT CASE WHEN note IS NULL THEN 'none' ELSE note END AS note, coalesce(tags[1], 'x') FROM orders WHERE note = ANY($1);
"""
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
