"""What we say of locks, rewrites and scans, held against a real server."""

import json

import pytest

from deploycheck.domains.database.effects import RunQuery, Truncate
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.locks.objects import locks_of

MODES = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
SCHEMA = """
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE TABLE parent (id bigint PRIMARY KEY, name text);
CREATE TABLE child (
    id bigint PRIMARY KEY, parent_id bigint, amount integer NOT NULL DEFAULT 1, label varchar(50), free text,
    price numeric(10, 2), at timestamp, mood mood, kept integer, proven integer, address cidr, bits varbit(8),
    CONSTRAINT proven_known CHECK (proven IS NOT NULL), CONSTRAINT amount_positive CHECK (amount > 0)
);
INSERT INTO parent SELECT n, 'p' FROM generate_series(1, 50) n;
INSERT INTO child SELECT n, n, n, 'l', 'f', 1, now(), 'good', n, n, '10.0.0.0/8', '1' FROM generate_series(1, 50) n;
ALTER TABLE child ADD CONSTRAINT child_parent FOREIGN KEY (parent_id) REFERENCES parent (id) NOT VALID;
ALTER TABLE child ADD CONSTRAINT label_short CHECK (length(label) < 40) NOT VALID;
CREATE INDEX child_amount ON child (amount);
CREATE UNIQUE INDEX child_label ON child (id, label);
CREATE UNIQUE INDEX child_amounts ON child (id, amount);
CREATE UNIQUE INDEX child_kept ON child (kept);
CREATE TABLE loose (id bigint NOT NULL, note text);
INSERT INTO loose SELECT n, 'n' FROM generate_series(1, 50) n;
CREATE UNIQUE INDEX loose_id ON loose (id);
CREATE VIEW shown AS SELECT id, name FROM parent;
CREATE MATERIALIZED VIEW counted AS SELECT id, amount FROM child;
CREATE UNIQUE INDEX counted_id ON counted (id);
CREATE TABLE days (day integer NOT NULL, body text) PARTITION BY RANGE (day);
CREATE TABLE days_low PARTITION OF days FOR VALUES FROM (0) TO (10);
CREATE TABLE days_high (day integer NOT NULL, body text);
INSERT INTO days_high VALUES (11, 'x');
CREATE TABLE days_proven (day integer NOT NULL, body text, CHECK (day >= 20 AND day < 30));
INSERT INTO days_proven VALUES (21, 'x');
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION fixed() RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT 1 $$;
CREATE FUNCTION dice() RETURNS integer LANGUAGE sql AS $$ SELECT (random() * 6)::integer $$;
CREATE TRIGGER touched BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION touch();
"""
STATEMENTS = """
ALTER TABLE child ADD COLUMN x integer
ALTER TABLE child ADD COLUMN x integer NOT NULL DEFAULT 5
ALTER TABLE child ADD COLUMN x timestamptz DEFAULT now()
ALTER TABLE child ADD COLUMN x uuid DEFAULT gen_random_uuid()
ALTER TABLE child ADD COLUMN x timestamptz DEFAULT clock_timestamp()
ALTER TABLE child ADD COLUMN x integer DEFAULT fixed()
ALTER TABLE child ADD COLUMN x integer DEFAULT dice()
ALTER TABLE child ADD COLUMN x bigserial
ALTER TABLE child ADD COLUMN x bigint GENERATED ALWAYS AS IDENTITY
ALTER TABLE child ADD COLUMN x integer GENERATED ALWAYS AS (amount * 2) STORED
ALTER TABLE child ADD COLUMN x text CHECK (x <> '')
ALTER TABLE child ADD COLUMN x text UNIQUE
ALTER TABLE child ADD COLUMN x bigint REFERENCES parent (id)
ALTER TABLE child DROP COLUMN free
ALTER TABLE loose ALTER COLUMN note TYPE varchar(10)
ALTER TABLE child ALTER COLUMN label TYPE varchar(100)
ALTER TABLE child ALTER COLUMN label TYPE text
ALTER TABLE child ALTER COLUMN label TYPE varchar(20)
ALTER TABLE child ALTER COLUMN price TYPE numeric(12, 2)
ALTER TABLE child ALTER COLUMN price TYPE numeric(12, 3)
ALTER TABLE child ALTER COLUMN price TYPE numeric
ALTER TABLE child ALTER COLUMN kept TYPE bigint
ALTER TABLE child ALTER COLUMN kept TYPE text USING kept::text
ALTER TABLE child ALTER COLUMN at TYPE timestamp(3)
ALTER TABLE child ALTER COLUMN address TYPE inet
ALTER TABLE child ALTER COLUMN bits TYPE varbit(16)
ALTER TABLE child ALTER COLUMN bits TYPE varbit
ALTER TABLE child ALTER COLUMN free SET NOT NULL
ALTER TABLE child ALTER COLUMN amount SET NOT NULL
ALTER TABLE child ALTER COLUMN proven SET NOT NULL
ALTER TABLE child ALTER COLUMN amount DROP NOT NULL
ALTER TABLE child ALTER COLUMN amount SET DEFAULT 3
ALTER TABLE child ALTER COLUMN amount DROP DEFAULT
ALTER TABLE child ALTER COLUMN amount SET STATISTICS 100
ALTER TABLE child ALTER COLUMN free SET STORAGE EXTERNAL
ALTER TABLE child ADD CONSTRAINT x FOREIGN KEY (kept) REFERENCES parent (id)
ALTER TABLE child ADD CONSTRAINT x FOREIGN KEY (kept) REFERENCES parent (id) NOT VALID
ALTER TABLE child VALIDATE CONSTRAINT child_parent
ALTER TABLE child ADD CONSTRAINT x CHECK (kept > 0)
ALTER TABLE child ADD CONSTRAINT x CHECK (kept > 0) NOT VALID
ALTER TABLE child VALIDATE CONSTRAINT label_short
ALTER TABLE child ADD CONSTRAINT x UNIQUE (id, kept)
ALTER TABLE child ADD CONSTRAINT x UNIQUE USING INDEX child_label
ALTER TABLE loose ADD PRIMARY KEY (id)
ALTER TABLE loose ADD CONSTRAINT loose_pk PRIMARY KEY USING INDEX loose_id
ALTER TABLE child ADD CONSTRAINT x EXCLUDE USING btree (kept WITH =)
ALTER TABLE child DROP CONSTRAINT child_parent
ALTER TABLE child DROP CONSTRAINT amount_positive
ALTER TABLE child DROP CONSTRAINT child_pkey
ALTER TABLE child RENAME COLUMN free TO loose
ALTER TABLE child RENAME TO offspring
ALTER TABLE child RENAME CONSTRAINT amount_positive TO positive
ALTER TABLE child SET (fillfactor = 70)
ALTER TABLE child SET UNLOGGED
ALTER TABLE child ENABLE ROW LEVEL SECURITY
ALTER TABLE child DISABLE TRIGGER touched
ALTER TABLE child REPLICA IDENTITY FULL
ALTER TABLE child CLUSTER ON child_amount
ALTER TABLE days ATTACH PARTITION days_high FOR VALUES FROM (10) TO (20)
ALTER TABLE days ATTACH PARTITION days_proven FOR VALUES FROM (20) TO (30)
ALTER TABLE days DETACH PARTITION days_low
CREATE INDEX x ON child (label)
CREATE UNIQUE INDEX x ON child (id, label)
DROP INDEX child_amount
ALTER INDEX child_amount RENAME TO x
REINDEX TABLE child
REINDEX INDEX child_amount
CLUSTER child USING child_amount
TRUNCATE loose
DROP TABLE child CASCADE
DROP TABLE loose
ALTER TABLE parent DROP COLUMN name CASCADE
ALTER TABLE child DROP COLUMN free CASCADE
CREATE MATERIALIZED VIEW x AS SELECT id FROM child
CREATE TRIGGER x BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION touch()
DROP TRIGGER touched ON child
CREATE OR REPLACE VIEW shown AS SELECT id, name, id + 1 AS next FROM parent
DROP VIEW shown
REFRESH MATERIALIZED VIEW counted
REFRESH MATERIALIZED VIEW CONCURRENTLY counted
ALTER TYPE mood ADD VALUE 'fine'
CREATE POLICY x ON child USING (true)
CREATE RULE x AS ON DELETE TO child DO INSTEAD NOTHING
COMMENT ON TABLE child IS 'x'
ANALYZE child
CREATE STATISTICS x ON amount, kept FROM child
LOCK TABLE child IN SHARE MODE
UPDATE child SET kept = 1 WHERE id = 1
DELETE FROM loose
INSERT INTO loose VALUES (100, 'x')
CREATE TABLE x (id bigint PRIMARY KEY, parent bigint REFERENCES parent (id))
CREATE TABLE x PARTITION OF days FOR VALUES FROM (30) TO (40)
ALTER TABLE child ADD COLUMN x integer, ALTER COLUMN free SET NOT NULL
""".strip().splitlines()

RELATIONS = """SELECT coalesce(json_object_agg(relname, json_build_object('oid', oid, 'file', pg_relation_filenode(oid),
  'scans', pg_stat_get_xact_numscans(oid))), '{}')
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm', 'v')"""
LOCKS = """SELECT coalesce(json_agg(json_build_array(relation, mode)), '[]')
FROM pg_locks WHERE pid = pg_backend_pid() AND relation IS NOT NULL"""


@pytest.fixture(scope="module")
def measured(server):
    """Run each statement in a transaction that is rolled back; give what it locked, wrote anew and read."""
    database = server.database(SCHEMA)
    version = int(server.checked(database, "SHOW server_version_num")) // 10000
    parts = [
        f"\\echo =={number}\nBEGIN;\n{RELATIONS};\n{statement};\n{LOCKS};\n{RELATIONS};\nROLLBACK;"
        for number, statement in enumerate(STATEMENTS)
    ]
    done = server.sql(database, "SET client_min_messages = error;\n" + "\n".join(parts), stop=False)
    answers = [part.splitlines() for part in done.stdout.split("==")[1:]]
    assert len(answers) == len(STATEMENTS), done.stderr
    broken = [statement for statement, lines in zip(STATEMENTS, answers, strict=True) if len(lines) < 4]
    assert not broken, done.stderr
    return (
        version,
        {
            statement: [json.loads(line) for line in (lines[1], lines[-2], lines[-1])]
            for statement, lines in zip(STATEMENTS, answers, strict=True)
        },
    )


def strongest(pairs):
    """Give the strongest mode of each relation; reading alone stops nobody and is left out."""
    found = {}
    for name, mode in pairs:
        if mode != MODES[0] and MODES.index(mode) >= MODES.index(found.get(name, MODES[0])):
            found[name] = mode
    return found


@pytest.fixture(scope="module")
def said(measured):
    """Give what we say of each statement."""
    from deploycheck.domains.database.catalogue.replay import replay

    version, _ = measured
    before = replay(load_sql("schema.sql", SCHEMA.encode()).statements).catalogue
    found = {}
    for statement in STATEMENTS:
        effects = load_sql("one.sql", statement.encode()).statements[0].effects
        locks = [lock for effect in effects for lock in locks_of(effect, before, version)]
        found[statement] = (effects, [lock for lock in locks if before.relation(lock.table)])
    return found


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_server_takes_the_locks_that_we_say(measured, said, statement):
    before, locks, _ = measured[1][statement]
    names = {seen["oid"]: name for name, seen in before.items()}
    real = strongest((names[oid], mode) for oid, mode in locks if oid in names)
    _, ours = said[statement]
    assert strongest((lock.table.name, lock.mode) for lock in ours) == real


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_server_writes_anew_what_we_say(measured, said, statement):
    before, _, after = measured[1][statement]
    effects, ours = said[statement]
    if any(isinstance(effect, Truncate) for effect in effects):
        return
    real = {name for name, seen in after.items() if name in before and seen["file"] != before[name]["file"]}
    indexes_only = statement.startswith("REINDEX")
    assert {lock.table.name for lock in ours if lock.rewrite and not indexes_only} == real


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_server_reads_every_row_where_we_say(measured, said, statement):
    before, _, after = measured[1][statement]
    effects, ours = said[statement]
    if any(isinstance(effect, Truncate | RunQuery) for effect in effects) or "VIEW" in statement:
        return
    real = {name for name, seen in after.items() if name in before and seen["scans"] > before[name]["scans"]}
    assert {lock.table.name for lock in ours if lock.slow} == real
