"""The files of each tool become one history: order, direction, transactions, names."""

import pytest

from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.migrations.conventions import is_migration_folder, migration_name
from deploycheck.domains.database.migrations.history import SourceFile, histories

CREATE = "CREATE TABLE a (id int);"


def history(files):
    sources = {path: SourceFile(load_sql(path, text.encode()), path) for path, text in files.items()}
    [found] = histories(sources)
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("db/migrations/000012_add_users.up.sql", ("golang-migrate", "db/migrations", "000012", "up")),
        ("db/migrations/000012_add_users.down.sql", ("golang-migrate", "db/migrations", "000012", "down")),
        ("sql/V2_1__add.sql", ("flyway", "sql", "2_1", "up")),
        ("sql/U2.1__add.sql", ("flyway", "sql", "2.1", "down")),
        ("sql/R__views.sql", ("flyway", "sql", "R", "repeatable")),
        ("migrations/2024-03-06-104706_name/up.sql", ("diesel", "migrations", "2024-03-06-104706", "up")),
        ("migrations/2024-03-06-104706_name/down.sql", ("diesel", "migrations", "2024-03-06-104706", "down")),
        ("prisma/migrations/20240306104706_x/migration.sql", ("prisma", "prisma/migrations", "20240306104706", "up")),
        ("migrations/20240306104706_x.sql", ("plain", "migrations", "20240306104706", "both")),
        ("0003.sql", ("plain", "", "0003", "both")),
        ("m/V0001.Initial_Schema.up.sql", ("golang-migrate", "m", "0001", "up")),
        ("m/2024_nid.postgres.up.sql", ("golang-migrate", "m", "2024", "up")),
        ("m/2024_nid.sqlite3.down.sql", ("golang-migrate", "m", "2024", "down")),
        ("db/migration/0.31/02__rename.sql", ("plain", "db/migration", "0.31/02", "both")),
        ("db/migration/v1.2.0/3_rename.sql", ("plain", "db/migration", "v1.2.0/3", "both")),
        ("migrations/readme.sql", None),
        ("migrations/name/up.sql", None),
    ],
)
def test_the_name_of_a_file_says_what_it_is(path, expected):
    name = migration_name(path)
    assert (name and (name.framework, name.root, name.version, name.direction)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("m/2024_nid.up.sql", ("nid", "", False)),
        ("m/2024_nid.pg.up.sql", ("nid", "postgresql", False)),
        ("m/2024_nid.cockroach.autocommit.up.sql", ("nid", "cockroach", True)),
        ("m/2024_nid.autocommit.sqlite3.down.sql", ("nid", "sqlite", True)),
        ("m/2024_drop.mysql_tables.up.sql", ("drop.mysql_tables", "", False)),
        ("m/2024_mysql.up.sql", ("mysql", "", False)),
        ("m/V0009.Fix.all.up.sql", ("Fix", "", False)),
    ],
)
def test_a_name_may_say_for_which_server_it_is(path, expected):
    name = migration_name(path)
    assert (name.title, name.server, name.autocommit) == expected


def test_a_file_for_the_judged_server_counts_before_one_for_any():
    files = {f"m/1_a{mark}.sql": f"SELECT '{mark}';" for mark in (".up", ".postgres.up", ".down", ".postgres.down")}
    [migration] = history(files)
    assert [one.text for one in (*migration.statements, *migration.down)] == [
        "SELECT '.postgres.up'",
        "SELECT '.postgres.down'",
    ]


def test_what_is_marked_as_autocommit_runs_outside_of_a_transaction():
    [migration] = history({"m/1_a.autocommit.up.sql": "SELECT 1; SELECT 2;"})
    assert len(migration.transactions) == 2


def test_folders_named_for_releases_make_one_history():
    found = history({"m/0.9/1__a.sql": CREATE, "m/0.10/0__b.sql": CREATE, "m/0.10/1__c.sql": CREATE})
    assert [one.version for one in found] == ["0.9/1", "0.10/0", "0.10/1"]


def test_versions_are_ordered_as_numbers():
    names = ["V1__a.sql", "V1.2__b.sql", "V1.10__c.sql", "V2__d.sql", "V10__e.sql", "R__z.sql"]
    found = history({f"sql/{name}": CREATE for name in reversed(names)})
    assert [migration.path.removeprefix("sql/") for migration in found.migrations] == names


def test_up_and_down_files_are_one_migration():
    found = history({"m/1_a.up.sql": CREATE, "m/1_a.down.sql": "DROP TABLE a;", "m/2_b.up.sql": CREATE})
    assert [(one.version, len(one.statements), one.down and len(one.down)) for one in found] == [
        ("1", 1, 1),
        ("2", 1, None),
    ]


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        ("-- +goose Up\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\n-- +goose Down\nDROP TABLE a;\n", "goose"),
        (
            "-- migrate:up\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\n-- migrate:down\nDROP TABLE a;\n",
            "dbmate",
        ),
    ],
)
def test_markers_divide_one_file(text, framework):
    [migration] = history({"migrations/0001_a.sql": text}).migrations
    assert migration.framework == framework
    assert [statement.text for statement in migration.statements] == [
        "CREATE TABLE a (id int)",
        "CREATE TABLE b (id int)",
    ]
    assert [statement.text for statement in migration.down] == ["DROP TABLE a"]
    assert migration.atomic


@pytest.mark.parametrize(
    ("path", "text", "transactions"),
    [
        ("m/0001_a.sql", "SELECT 1; SELECT 2;", 2),
        ("m/0001_a.sql", "BEGIN; SELECT 1; SELECT 2; COMMIT;", 1),
        ("m/0001_a.sql", "BEGIN; SELECT 1; COMMIT; SELECT 2;", 2),
        ("m/1_a.up.sql", "SELECT 1; SELECT 2;", 1),
        ("m/V1__a.sql", "SELECT 1; SELECT 2;", 1),
        ("m/0001_a.sql", "-- +goose Up\nSELECT 1; SELECT 2;", 1),
        ("m/0001_a.sql", "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1; SELECT 2;", 2),
        ("m/0001_a.sql", "-- migrate:up transaction:false\nSELECT 1; SELECT 2;", 2),
        ("m/20240101000000_a/up.sql", "SELECT 1; SELECT 2;", 1),
        ("m/20240101000000_a/migration.sql", "SELECT 1; SELECT 2;", 1),
    ],
)
def test_what_is_committed_together_is_what_the_tool_commits(path, text, transactions):
    [migration] = history({path: text}).migrations
    assert len(migration.transactions) == transactions


def test_two_files_of_one_version_are_duplicates():
    found = history({"m/0001_a.sql": CREATE, "m/0001_b.sql": CREATE, "m/0002_c.sql": CREATE})
    assert [(one.path, other.path) for one, other in found.duplicates] == [("m/0001_a.sql", "m/0001_b.sql")]


def test_a_repeatable_migration_is_no_duplicate():
    found = history({"m/R__a.sql": CREATE, "m/R__b.sql": CREATE, "m/V1__c.sql": CREATE})
    assert found.duplicates == ()
    assert [one.repeatable for one in found] == [False, True, True]


@pytest.mark.parametrize(
    "folder", ["db/migrations", "web/internal/db/drizzle", "store/migration/postgres", "sql/flyway"]
)
def test_folders_of_migrations(folder):
    assert is_migration_folder(folder)
