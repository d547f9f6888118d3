"""What statements do, what is not understood, and where it stands."""

import pytest

from deploycheck.domains.database.effects import (
    AddColumn,
    AddConstraint,
    AlterColumnType,
    CreateFunction,
    CreateIndex,
    DropColumn,
    DropTable,
    Opaque,
    Other,
    RunQuery,
    SetNotNull,
    SetOption,
)
from deploycheck.domains.database.loading import load_sql


def effects(text, **settings):
    return [effect for one in load_sql("a.sql", text.encode(), **settings).statements for effect in one.effects]


def reasons(text):
    return [unknown.reason for unknown in load_sql("a.sql", text.encode()).opaque]


def test_one_alter_table_has_an_effect_for_each_command():
    found = effects(
        "ALTER TABLE app.t ADD a int NOT NULL, DROP COLUMN IF EXISTS b CASCADE, ALTER c TYPE text, ALTER d SET NOT NULL"
    )
    assert [type(effect) for effect in found] == [AddColumn, DropColumn, AlterColumnType, SetNotNull]
    assert {(effect.table.schema, effect.table.name) for effect in found} == {("app", "t")}
    assert (found[0].column.nullable, found[1].tolerant, found[1].cascade) == (False, True, True)


def test_places_count_characters_after_other_scripts():
    text = '-- ünïcödé\nALTER TABLE t ADD COLUMN "größe" int,\n  ADD COLUMN b int;'
    places = [(effect.at.line, effect.at.column) for effect in effects(text)]
    assert places == [(2, 26), (3, 14)]


def test_a_drop_of_many_is_many_drops():
    assert [effect.table.name for effect in effects("DROP TABLE IF EXISTS a, b.c CASCADE")] == ["a", "c"]
    assert all(isinstance(effect, DropTable) for effect in effects("DROP TABLE a, b"))


def test_constraints_say_whether_rows_are_looked_at():
    [check] = effects("ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID")
    assert isinstance(check, AddConstraint)
    assert (check.constraint.not_valid, check.constraint.expression.not_null_of) == (True, "a")
    [index] = effects("CREATE UNIQUE INDEX CONCURRENTLY i ON t USING gin (a, lower(b)) INCLUDE (c) WHERE d > 1")
    assert isinstance(index, CreateIndex)
    assert (index.concurrently, index.unique, index.method) == (True, True, "gin")
    assert set(index.uses) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    ("text", "volatility"),
    [
        ("1 + 2", "constant"),
        ("'x'::text", "constant"),
        ("now()", "stable"),
        ("CURRENT_TIMESTAMP", "stable"),
        ("gen_random_uuid()", "volatile"),
        ("my_own()", "unknown"),
        ("coalesce(now(), clock_timestamp())", "volatile"),
    ],
)
def test_defaults_say_whether_all_rows_get_the_same(text, volatility):
    [add] = effects(f"ALTER TABLE t ADD c text DEFAULT {text}")
    assert add.column.default.volatility == volatility


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("CREATE TABL t (a int)", 'syntax error at or near "TABL"'),
        ("CREATE SCHEMA s CREATE TABLE t (a int)", "CREATE SCHEMA holds other statements"),
        ("DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident(x); END $$", "put together at run time"),
        ("DO $$ BEGIN IF random() > 0.5 THEN DROP TABLE t; END IF; END $$", "only under a condition"),
        ("DO LANGUAGE plpython3u 'x'", "plpython3u"),
        ("ALTER TABLE ALL IN TABLESPACE a SET TABLESPACE b", "every table of a tablespace"),
    ],
)
def test_what_is_not_understood_says_why(text, reason):
    [found] = reasons(text)
    assert reason in found


def test_what_is_not_understood_names_what_it_may_have_changed():
    [unknown] = load_sql("a.sql", b'ALTER TABEL Orders ADD "Total" int').opaque
    assert {"orders", "Total"} <= unknown.names


def test_one_bad_statement_leaves_the_others():
    found = effects("CREATE TABLE a (id int); CREATE TABEL b (id int); CREATE TABLE c (id int);")
    assert [type(effect).__name__ for effect in found] == ["CreateTable", "Opaque", "CreateTable"]


def test_do_blocks_are_read_where_they_say_the_same_as_plain_sql():
    text = "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'k') THEN CREATE TYPE k AS ENUM ('a'); END IF; END $$"
    assert [type(effect).__name__ for effect in effects(text) if not isinstance(effect, Other)] == ["CreateEnum"]


def test_calling_a_function_that_changes_the_schema_is_a_doubt(replayed):
    function = "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; END $$;"
    done = replayed(f"CREATE TABLE t (a int); {function} SELECT f();")
    assert [unknown.reason.partition(",")[0] for unknown in done.opaque] == ["it calls the function f"]
    assert done.catalogue.anything_uncertain
    assert replayed(f"CREATE TABLE t (a int); {function}").opaque == ()
    [made] = [effect for effect in effects(function) if isinstance(effect, CreateFunction)]
    assert made.changes_schema


def test_dumps_and_settings_change_nothing_but_the_search_path(replayed):
    found = effects(
        "SET statement_timeout = 0; SELECT pg_catalog.set_config('search_path', '', false); GRANT SELECT ON t TO x;"
    )
    assert [type(effect) for effect in found] == [SetOption, SetOption, Other]
    assert replayed("SET search_path = ''; CREATE TABLE public.t (a int)").catalogue.search_path == ()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT a FROM t WHERE b = :name AND c = @other AND d = ?",
        "SELECT a FROM t WHERE b = sqlc.arg(name) AND c = sqlc.narg('x')::int AND d = ANY(sqlc.slice(ids))",
        "SELECT a::text, '@x', ':y' FROM t WHERE c @> $1 AND d ? 'k'",
        "SELECT a[1:2] FROM t WHERE b <@ ARRAY[1]",
    ],
)
def test_the_parameters_of_drivers_and_generators_are_no_names(text):
    [found] = effects(text, query_file=True)
    assert isinstance(found, RunQuery)
    assert not [effect for effect in effects(text, query_file=True) if isinstance(effect, Opaque)]


def test_a_schema_that_a_template_fills_in_is_none():
    text = """ALTER TABLE {{ index .Options "Namespace" }}.users ADD COLUMN "a" int;
DO $$ BEGIN ALTER TABLE "{{.Ns}}"."users" DROP COLUMN b; END $$;
SELECT '{{1,2}}'::int[], '{{a,b}}';"""
    found = load_sql("m.sql", text.encode())
    assert found.opaque == ()
    effects = [effect for one in found.statements for effect in one.effects]
    assert [str(one.table) for one in effects if isinstance(one, AddColumn | DropColumn)] == ["users", "users"]
    assert found.statements[1].at.line == 2


def test_a_template_with_conditions_is_not_understood():
    text = "{{ if .A }} ALTER TABLE {{.Ns}}.users DROP COLUMN b; {{ end }}"
    assert load_sql("m.sql", text.encode()).opaque
