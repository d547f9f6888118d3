"""What messages say is still needed names the thing it is about."""

from deploycheck.domains.database.catalogue.model import EMPTY
from deploycheck.domains.database.catalogue.replay import replay
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.schema_diff import schema_diff
from deploycheck.model.location import Location

BEFORE = """
CREATE TYPE mood AS ENUM ('x');
CREATE TABLE t (a int NOT NULL); CREATE INDEX t_a ON t (a); CREATE VIEW v AS SELECT a FROM t;
"""
AFTER = "CREATE TABLE t (a int);"


def catalogue(script):
    return replay(load_sql("schema.sql", script.encode()).statements, EMPTY).catalogue


def test_every_difference_names_its_thing():
    missing = schema_diff(catalogue(BEFORE), catalogue(AFTER), Location("schema.sql"))
    assert {statement.text for statement in missing} == {
        "ALTER TABLE t ALTER COLUMN a DROP NOT NULL",
        "DROP INDEX t_a",
        "DROP TYPE mood",
        "DROP VIEW v",
    }
