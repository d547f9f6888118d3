"""Effects of pending migrations in their place: transactions, what is held, and which tables are in use."""

from database_changes import INIT, change, migrations, state

from deploycheck.domains.database.diff import compare_states
from deploycheck.domains.database.effects import AddColumn, AddConstraint, Constraint, CreateIndex, RunQuery, SetNotNull
from deploycheck.domains.database.locks.held import pending_effects, transactions_of


def locked(pending):
    return [
        (placed.migration.version, lock.table.name, lock.mode) for placed in pending.effects for lock in placed.locks
    ]


def test_tables_of_the_same_change_are_in_nobodys_way():
    found = pending_effects(change({"_2_new__up": "CREATE TABLE lines (id bigint); CREATE INDEX ON lines (id);"}))
    assert locked(found) == []


def test_a_table_is_in_use_under_its_new_name_too():
    found = pending_effects(
        change({"_2_new__up": "ALTER TABLE orders RENAME TO sales;", "_3_index__up": "CREATE INDEX ON sales (total);"})
    )
    assert locked(found) == [("2", "orders", "AccessExclusiveLock"), ("3", "sales", "ShareLock")]


def test_what_a_transaction_holds_grows_with_it_and_ends_with_it():
    first = "ALTER TABLE orders ADD COLUMN a text; UPDATE orders SET a = '';"
    found = pending_effects(change({"_2_a__up": first, "_3_b__up": "UPDATE orders SET a = 'x';"}))
    writes = [[lock.mode for lock in placed.held] for placed in found.of(RunQuery)]
    assert writes == [["AccessExclusiveLock"], []]


def test_a_file_with_one_statement_is_no_transaction_for_golang_migrate():
    found = pending_effects(change({"_2_a__up": "CREATE INDEX CONCURRENTLY x ON orders (total);"}))
    assert [placed.inside for placed in found.of(CreateIndex)] == [False]


def test_begin_and_commit_make_transactions():
    text = "BEGIN; SELECT 1; SELECT 2; COMMIT; SELECT 3; SELECT 4;"
    (migration,) = migrations(_1_a__up=text)
    placed = [(number, inside) for number, inside, _ in transactions_of(migration)]
    assert [inside for _, inside in placed] == [True, True, False, False]
    assert placed[0][0] == placed[1][0] != placed[2][0] != placed[3][0]


def test_the_version_of_the_server_decides_what_is_cheap():
    pending = {"_2_a__up": "ALTER TABLE orders ADD COLUMN a text DEFAULT 'x';"}
    old, new = (pending_effects(change(pending, version=version)) for version in (10, 11))
    assert [[lock.rewrite for lock in placed.locks] for placed in old.of(AddColumn)] == [[True]]
    assert [[lock.rewrite for lock in placed.locks] for placed in new.of(AddColumn)] == [[False]]


def test_the_catalogue_before_an_effect_knows_what_came_just_before():
    pending = {
        "_2_a__up": "ALTER TABLE orders ADD CONSTRAINT n CHECK (note IS NOT NULL);"
        "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;"
    }
    found = pending_effects(change(pending))
    assert [[lock.scan for lock in placed.locks] for placed in found.of(SetNotNull)] == [[False]]


def test_identities_differ_for_equal_statements_and_survive_new_lines():
    text = "UPDATE orders SET note = ''; UPDATE orders SET note = '';"
    plain = pending_effects(change({"_2_a__up": text}))
    moved = pending_effects(change({"_2_a__up": "\n\n-- words\n" + text.replace(";", ";\n\n")}))
    identities = [placed.identity for placed in plain.effects]
    assert len(set(identities)) == 2
    assert identities == [placed.identity for placed in moved.effects]


def test_users_of_a_table_are_the_queries_of_base():
    queries = "-- name: Get :one\nSELECT id FROM orders;\n-- name: Other :one\nSELECT 1;\n"
    found = pending_effects(change({"_2_a__up": "ALTER TABLE orders ADD COLUMN a text;"}, queries))
    (table,) = found.users
    assert [(proof.consumer, proof.text, str(proof.location)) for proof in found.users_of(table)] == [
        ("web", "Get", "q.sql:2")
    ]


def test_readers_and_writers_are_told_apart():
    queries = "-- name: Get :one\nSELECT note FROM orders;\n-- name: Put :exec\nUPDATE orders SET note = '';\n"
    found = pending_effects(change({"_2_a__up": "ALTER TABLE orders ADD COLUMN a text;"}, queries))
    (table,) = found.users
    assert [proof.text for proof in found.readers_of(table, ["note"])] == ["Get"]
    assert [proof.text for proof in found.writers_of(table, ["note"])] == ["Put"]
    assert found.writers_of(table, ["total"]) == ()


def test_uniqueness_of_some_columns_is_uniqueness_of_more():
    init = INIT + "CREATE UNIQUE INDEX one_note ON orders (note); CREATE UNIQUE INDEX p ON orders (total) WHERE id > 0;"
    found = pending_effects(change({"_2_a__up": "ALTER TABLE orders ADD COLUMN a text;"}, init=init))
    (table,) = found.existing
    demanded = {
        keys: found.demanded_before(table, Constraint("unique", "", keys))
        for keys in (("note", "total"), ("id",), ("total",))
    }
    assert demanded == {("note", "total"): True, ("id",): True, ("total",): False}


def test_the_same_foreign_key_with_another_action_demands_nothing_new():
    init = INIT + "CREATE TABLE lines (id bigint, order_id bigint REFERENCES orders (id));"
    pending = {
        "_2_a__up": "ALTER TABLE lines ADD CONSTRAINT x FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;"
    }
    found = pending_effects(change(pending, init=init))
    (placed,) = found.of(AddConstraint)
    table = placed.locks[0].table
    assert found.demanded_before(table, placed.effect.constraint)
    assert not found.demanded_before(table, Constraint("foreign key", "", ("id",), references=table))


def test_a_table_that_the_change_drops_is_left_out():
    pending = {"_2_a__up": "ALTER TABLE orders ADD COLUMN a text; DROP TABLE orders;"}
    assert list(pending_effects(change(pending)).locking(AddColumn)) == []


def test_a_table_is_unused_only_where_all_queries_are_known():
    pending = {"_2_a__up": "ALTER TABLE orders ADD COLUMN a text;"}
    other = "-- name: Other :one\nSELECT 1;\n"
    (table,) = pending_effects(change(pending)).existing
    assert not pending_effects(change(pending)).unused(table)
    assert pending_effects(change(pending, other)).unused(table)
    assert not pending_effects(change(pending, other, users="open")).unused(table)


def test_a_new_database_locks_nobody():
    steps = migrations(_1_init__up=INIT + "CREATE INDEX ON orders (total);")
    assert locked(pending_effects(compare_states(None, state(steps)))) == []


def test_servers_that_we_have_not_measured_have_no_locks():
    found = pending_effects(change({"_2_a__up": "CREATE INDEX x ON orders (total);"}, engine="mysql"))
    assert len(found.effects) == 1
    assert locked(found) == []


def test_declared_schemas_give_guessed_statements():
    found = pending_effects(change({"_2_a__up": "CREATE INDEX x ON orders (total);"}))
    assert not found.guessed


QUERIES = """-- name: Get :one
SELECT note FROM orders WHERE id = $1;
-- name: Add :exec
INSERT INTO orders (id, total) VALUES ($1, $2);
-- name: Purge :exec
WITH gone AS (DELETE FROM orders RETURNING id) SELECT id FROM gone;
"""


def waiting(text):
    found = pending_effects(change({"_2_a__up": text}, QUERIES))
    return [[proof.text for proof in found.waiting_for(lock)] for placed in found.effects for lock in placed.locks]


def test_only_who_writes_waits_for_a_lock_that_lets_reads_through():
    assert waiting("CREATE INDEX ON orders (total);") == [["Add", "Purge"]]
    assert waiting("ALTER TABLE orders ALTER COLUMN note SET NOT NULL;") == [["Get", "Add", "Purge"]]
