"""MySQL, SQLite and SQL Server: the same catalogue and the same broken queries, read by sqlglot."""

import pytest

from deploycheck.app import check
from deploycheck.domains.database.catalogue.replay import replay
from deploycheck.domains.database.comparison import broken_by
from deploycheck.domains.database.effects import Opaque, RenameColumn, RenameRelation
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.files import queries_of
from deploycheck.domains.database.servers import server_of
from deploycheck.testing.memory import MemorySnapshot

SIDES = {
    "auth/migrations/1_init.postgres.up.sql": b"CREATE TABLE a (id bigserial PRIMARY KEY);",
    "auth/migrations/1_init.mysql.up.sql": b"CREATE TABLE a (id bigint AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;",
}


def told(base, head):
    report = check(base=MemorySnapshot(base), head=MemorySnapshot({**base, **head}), policies=False)
    return [(one.rule, one.location.path, one.message) for one in report.findings if one.status == "new"]


def test_a_change_for_another_server_alone_is_said_to_be_unknown():
    path = "auth/migrations/1_init.mysql.up.sql"
    assert told(SIDES, {path: b"CREATE TABLE a (id int) ENGINE=InnoDB;"}) == [
        (
            "other-server-not-analysed",
            path,
            f"{path} is for MySQL and was not compared; this database is judged as PostgreSQL",
        )
    ]


def test_the_manifest_says_which_server_counts():
    manifest = b"databases: {auth: {engine: mysql, migrations: auth/migrations}}"
    added = {"auth/migrations/2_b.mysql.up.sql": b"ALTER TABLE a DROP COLUMN missing;"}
    found = told({**SIDES, "deploycheck.yaml": manifest}, added)
    assert [(rule, path) for rule, path, _ in found] == [("migration-fails", "auth/migrations/2_b.mysql.up.sql")]


def test_a_folder_without_postgresql_is_judged_for_the_server_with_the_most_files():
    base = {
        "m/migrations/1_a.mysql.up.sql": b"CREATE TABLE a (id int) ENGINE=InnoDB;",
        "m/migrations/1_a.mysql.down.sql": b"DROP TABLE a;",
        "m/migrations/1_a.sqlite3.up.sql": b"CREATE TABLE a (id int);",
    }
    found = told(base, {"m/migrations/2_a.mysql.up.sql": b"ALTER TABLE a DROP COLUMN missing;"})
    assert [rule for rule, _, _ in found] == ["migration-fails"]


def test_queries_ask_the_server_of_the_nearest_schema():
    files = {
        "pkg/db/schema/quota.sql": b"CREATE TABLE `quota` (`id` int AUTO_INCREMENT PRIMARY KEY, `size` int);",
        "pkg/db/queries/quota.sql": b"-- name: Put :exec\nINSERT INTO quota (size) VALUES (?) "
        b"ON DUPLICATE KEY UPDATE size = 1;",
        "pkg/events/schema.sql": b"CREATE TABLE e (id UInt32) ENGINE = MergeTree ORDER BY id;",
    }
    assert "statement-not-analysed" not in [rule for rule, _, _ in told({}, files)]


def test_a_word_that_sqlglot_reads_and_does_not_write_is_not_understood():
    statement = "CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM b FINAL GROUP BY a"
    [unknown] = load_sql("a.sql", statement.encode(), server="clickhouse").opaque
    assert unknown.reason == "Unsupported expression type Final"


USERS = """
CREATE TABLE `Users` (`id` INT UNSIGNED NOT NULL AUTO_INCREMENT, `email` VARCHAR(255) NOT NULL COMMENT 'it\\'s; fine',
  `age` INT DEFAULT 3, `kind` ENUM('a','b') NOT NULL DEFAULT 'a', PRIMARY KEY (`id`), UNIQUE KEY `mail` (`email`),
  KEY `by_age` (`age`)) ENGINE=InnoDB DEFAULT CHARSET=utf8;
"""


def catalogue(server, *scripts):
    done = replay([one for text in scripts for one in load_sql("a.sql", text.encode(), server=server).statements])
    assert [conflict.message for conflict in done.conflicts] == []
    assert [unknown.reason for unknown in done.opaque] == []
    return done.catalogue


def columns(found, table):
    return [
        (c.name, str(c.type), c.nullable, c.default is not None, c.generated)
        for c in found.relation(Name("", table)).columns
    ]


def test_a_table_of_mysql():
    found = catalogue("mysql", USERS)
    assert columns(found, "users") == [
        ("id", "uint", False, False, "identity by default"),
        ("email", "character varying(255)", False, False, ""),
        ("age", "integer", True, True, ""),
        ("kind", "enum", False, True, ""),
    ]
    assert {(index.keys, index.unique) for index in found.indexes.values()} == {
        (("id",), True),
        (("email",), True),
        (("age",), False),
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("ALTER TABLE users CHANGE email mail TEXT NULL", ("mail", "text", True, False, "")),
        ("ALTER TABLE users MODIFY COLUMN age BIGINT NOT NULL", ("age", "bigint", False, False, "")),
        ("ALTER TABLE users ADD COLUMN team INT NOT NULL AFTER id", ("team", "integer", False, False, "")),
        ("ALTER TABLE users RENAME COLUMN age TO years", ("years", "integer", True, True, "")),
        ("ALTER TABLE users ALTER COLUMN age DROP DEFAULT", ("age", "integer", True, False, "")),
        ("ALTER TABLE users DROP KEY by_age, DROP COLUMN kind", None),
        ('ALTER TABLE users DROP COLUMN "kind"', None),
    ],
)
def test_changes_of_mysql(change, expected):
    before = columns(catalogue("mysql", USERS), "users")
    after = columns(catalogue("mysql", USERS, change), "users")
    assert [one for one in after if one not in before] == ([expected] if expected else [])


def test_tables_of_mysql_are_renamed_many_at_a_time():
    found = catalogue("mysql", USERS, "CREATE TABLE b (id INT); RENAME TABLE users TO people, b TO c;")
    assert {name.name for name in found.tables} == {"people", "c"}


def test_identity_and_names_of_sql_server():
    found = catalogue(
        "mssql", "CREATE TABLE [dbo].[T] ([Id] INT IDENTITY(1,1) PRIMARY KEY, [N] NVARCHAR(20) NULL)\nGO\n"
    )
    assert columns(found, "t") == [
        ("id", "integer", False, False, "identity by default"),
        ("n", "nvarchar(20)", True, False, ""),
    ]


def test_the_row_number_of_sqlite():
    found = catalogue("sqlite", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL DEFAULT '')")
    assert columns(found, "t") == [
        ("id", "integer", False, False, "identity by default"),
        ("a", "text", False, True, ""),
    ]


def test_sqlite_renames_a_column_without_saying_column():
    [rename] = load_sql("a.sql", b"ALTER TABLE t RENAME a TO b", server="sqlite").statements[0].effects
    assert (type(rename), rename.column, rename.new_name) == (RenameColumn, "a", "b")
    [rename] = load_sql("a.sql", b"ALTER TABLE t RENAME TO u", server="sqlite").statements[0].effects
    assert (type(rename), rename.new_name) == (RenameRelation, "u")


@pytest.mark.parametrize(
    ("query", "broken"),
    [
        ("SELECT id, email FROM users WHERE age > ?", ["missing-column"]),
        ("SELECT u.id FROM users u LEFT JOIN users m USING (id) ORDER BY u.id", []),
        (
            "INSERT INTO users (email) VALUES (?) ON DUPLICATE KEY UPDATE email = VALUES(email)",
            ["insert-misses-required"],
        ),
        ("INSERT INTO users (email, team) VALUES (?, 1)", []),
        ("UPDATE users SET age = age + 1 WHERE id = :id", ["missing-column"]),
        ("DELETE FROM users WHERE email IN (SELECT email FROM users WHERE age = sqlc.arg(age))", ["missing-column"]),
        ("WITH q AS (SELECT id, age AS years FROM users) SELECT years FROM q", ["missing-column"]),
        ("SELECT * FROM users", ["missing-column", "result-shape"]),
        ("SELECT count(*) AS n, max(id) FROM users GROUP BY kind HAVING n > 1", []),
    ],
)
def test_queries_of_mysql(query, broken):
    before = catalogue("mysql", USERS)
    after = catalogue("mysql", USERS, "ALTER TABLE users DROP COLUMN age, ADD COLUMN team INT NOT NULL")
    [found] = queries_of(load_sql("q.sql", query.encode(), query_file=True, server="mysql"))
    assert sorted({problem.kind for problem in broken_by(found, before, after)}) == broken


@pytest.mark.parametrize(
    "text", ["CREATE PROCEDURE p() SELECT 1", "GRANT OPTION FOO", "ALTER TABLE t FROB x", "EXEC sp_rename 'a', 'b'"]
)
def test_what_sqlglot_does_not_know_is_opaque(text):
    effects = load_sql("a.sql", text.encode(), server="mysql").statements[0].effects
    assert [type(effect) for effect in effects] == [Opaque]
    assert effects[0].reason


@pytest.mark.parametrize(
    ("path", "text", "server"),
    [
        ("db/mysql/1.sql", "SELECT 1", "mysql"),
        ("a.sql", "create table t (id int auto_increment)", "mysql"),
        ("a.sql", "CREATE TABLE `t` (id int)", "mysql"),
        ("a.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", "sqlite"),
        ("a.sql", "CREATE TABLE t (id INT IDENTITY(1,1))", "mssql"),
        ("a.sql", "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY) -- no auto_increment here", ""),
    ],
)
def test_for_which_server_a_file_is_written(path, text, server):
    assert server_of(path, text.encode()) == server


def test_one_folder_is_one_server_and_its_rules_know_no_locks_of_postgresql():
    base = {
        "db/migrations/0001_a.up.sql": USERS,
        "db/queries/q.sql": "-- name: Q :many\nSELECT `email` FROM users WHERE id = ?;",
    }
    head = {**base, "db/migrations/0002_b.up.sql": "ALTER TABLE users CHANGE email mail VARCHAR(255) NOT NULL;"}
    report = check(MemorySnapshot(base), MemorySnapshot(head), select=["database"])
    new = {(finding.rule, str(finding.severity)) for finding in report.findings if finding.status == "new"}
    assert new == {("column-renamed-while-read", "error")}
