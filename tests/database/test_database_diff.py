"""What differs between two histories, which queries that breaks, and which statement did it."""

import pytest

from deploycheck.domains.database.diff import compare_states, pending_steps
from deploycheck.domains.database.link import replay_history
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.migrations.history import SourceFile, histories
from deploycheck.domains.database.model import DatabaseState, OwnedQuery
from deploycheck.domains.database.queries.files import queries_of
from deploycheck.model.location import Location

FIRST = "CREATE TABLE t (id int PRIMARY KEY, a int, b text NOT NULL);"


def state(queries="", **files):
    return named({f"m/{name}.sql": text for name, text in files.items()}, queries)


def named(sources, queries=""):
    loaded = {path: SourceFile(load_sql(path, text.encode()), text) for path, text in sources.items()}
    [history] = histories(loaded)
    steps = replay_history(history.migrations)
    asked = queries_of(load_sql("q.sql", queries.encode(), query_file=True))
    owned = tuple(OwnedQuery("app", query) for query in asked)
    return DatabaseState("shop", Location("m"), steps[-1].after, steps, owned)


def change(change_sql, queries, head_queries=None):
    base, head = state(queries, V1__a=FIRST), state(head_queries or queries, V1__a=FIRST, V2__b=change_sql)
    return compare_states(base, head)


@pytest.mark.parametrize(
    ("sql", "query", "kind", "statement"),
    [
        ("ALTER TABLE t ADD x int; ALTER TABLE t DROP COLUMN a;", "SELECT a FROM t", "missing-column", "DropColumn"),
        ("ALTER TABLE t RENAME a TO c; SELECT 1;", "UPDATE t SET a = 1", "missing-column", "RenameColumn"),
        ("ALTER TABLE t RENAME TO u;", "DELETE FROM t", "missing-table", "RenameRelation"),
        ("DROP TABLE t;", "SELECT id FROM t", "missing-table", "DropTable"),
        (
            "ALTER TABLE t ADD n int NOT NULL;",
            "INSERT INTO t (id, b) VALUES (1, '')",
            "insert-misses-required",
            "AddColumn",
        ),
        (
            "ALTER TABLE t ALTER a SET NOT NULL;",
            "INSERT INTO t (id, b) VALUES (1, '')",
            "insert-misses-required",
            "SetNotNull",
        ),
        (
            "ALTER TABLE t DROP CONSTRAINT t_pkey;",
            "INSERT INTO t VALUES (1, 2, '') ON CONFLICT (id) DO NOTHING",
            "missing-unique",
            "DropConstraint",
        ),
        (
            "ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY;",
            "INSERT INTO t (id, a, b) VALUES (1, 1, '')",
            "column-not-writable",
            "SetGenerated",
        ),
    ],
)
def test_the_statement_behind_a_broken_query_is_named(sql, query, kind, statement):
    sql = sql.replace("ALTER a ADD GEN", "ALTER a SET NOT NULL, ALTER a ADD GEN")
    broken = [one for one in change(sql, query).broken if one.problem.kind == kind]
    assert [type(one.effect).__name__ for one in broken] == [statement]
    assert broken[0].step.migration.version == "2"
    assert broken[0].owner.component == "app"


def test_the_first_step_from_which_on_it_is_broken_is_blamed():
    base = state("SELECT a FROM t", V1__a=FIRST)
    head = state(
        "", V1__a=FIRST, V2__b="ALTER TABLE t ADD x int", V3__c="ALTER TABLE t DROP a", V4__d="CREATE TABLE u ()"
    )
    [broken] = compare_states(base, head).broken
    assert broken.step.migration.version == "3"


def test_what_comes_back_in_time_breaks_nothing():
    found = change("ALTER TABLE t DROP a; ALTER TABLE t ADD a int;", "SELECT a FROM t")
    assert found.broken == ()


def test_head_queries_that_need_the_new_schema_are_early():
    found = change("ALTER TABLE t ADD c int;", "SELECT a FROM t", "SELECT a, c FROM t")
    assert found.broken == ()
    assert [(one.problem.column, one.step.migration.version) for one in found.early] == [("c", "2")]


def test_queries_broken_on_both_sides_are_nobodys_news():
    assert change("ALTER TABLE t DROP a;", "SELECT nothing FROM t").broken == ()


def test_edited_missing_and_late_migrations_are_told_apart():
    base = state(V1__a=FIRST, V3__c="CREATE TABLE c (id int)", V4__d="SELECT 1")
    head = state(V1__a=FIRST + "\n-- more words", V2__b="CREATE TABLE b (id int)", V3__c="CREATE TABLE c (id bigint)")
    found = compare_states(base, head)
    assert [(old.version, new.version) for old, new in found.edited] == [("3", "3")]
    assert [migration.version for migration in found.missing] == ["4"]
    assert [migration.version for migration in found.late] == ["2"]
    assert [step.migration.version for step in found.steps] == ["2"]


def test_a_new_title_makes_no_new_migration_where_tools_know_versions():
    base = named({"m/0001_orders.up.sql": FIRST, "m/0002_sen.up.sql": "ALTER TABLE t ADD c int"})
    head = named({"m/0001_orders.up.sql": FIRST, "m/0002_seen.up.sql": "ALTER TABLE t ADD c int"})
    found = compare_states(base, head)
    assert (found.steps, found.missing, found.edited) == ((), (), ())


def test_pending_steps_run_on_what_is_live():
    base, head = state(V1__a=FIRST), state(V1__a="CREATE TABLE other ()", V2__b="ALTER TABLE t ADD c int")
    [step] = pending_steps(base, head)
    assert step.conflicts == ()
    assert [column.name for column in next(iter(step.after.tables.values())).columns] == ["id", "a", "b", "c"]


def test_a_repeatable_migration_runs_again_when_it_changes():
    base = state(V1__a=FIRST, R__v="CREATE OR REPLACE VIEW v AS SELECT id FROM t")
    head = state(V1__a=FIRST, R__v="CREATE OR REPLACE VIEW v AS SELECT id, a FROM t")
    assert [step.migration.path for step in pending_steps(base, head)] == ["m/R__v.sql"]
    assert pending_steps(base, base) == ()


def test_a_doubtful_statement_makes_problems_uncertain():
    doubt = "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD a int', 't'); END $$;"
    found = change(f"ALTER TABLE t DROP a; {doubt}", "SELECT a FROM t")
    assert [one.problem.certain for one in found.broken] == [False]
    assert [one.problem.certain for one in change("ALTER TABLE t DROP a;", "SELECT a FROM t").broken] == [True]
