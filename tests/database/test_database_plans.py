"""Migrations as units: in which order they and the versions that query them may go live, and when there is none."""

import pytest

from deploycheck.app import contracts_of, plan
from deploycheck.model.contract import UNKNOWN
from deploycheck.testing.memory import MemorySnapshot

MANIFEST = """
services:
  orders: {path: orders, databases: [shop], queries: [queries]}
  report: {path: report, databases: [shop], queries: [queries]}
databases:
  shop: {engine: postgresql 15, migrations: migrations%s}
"""
TABLE = "CREATE TABLE orders (id bigint PRIMARY KEY, total int NOT NULL, note text);"
READS_TOTAL, READS_AMOUNT = "SELECT id, total FROM orders;", "SELECT id, amount FROM orders;"


def estate(orders=READS_TOTAL, report="SELECT id, note FROM orders;", apply="", **migrations):
    files = {
        "deploycheck.yaml": MANIFEST % (f", apply: {apply}" if apply else ""),
        "migrations/0001_init.up.sql": TABLE,
        "orders/queries/q.sql": orders,
        "report/queries/q.sql": report,
    }
    return files | {f"migrations/{name.removeprefix('m')}_x.up.sql": sql for name, sql in migrations.items()}


def planned(base, head):
    result = plan(MemorySnapshot(base), MemorySnapshot(head))
    moving = [
        sorted(unit for step in wave.steps if step.action != "wait" for unit in step.units) for wave in result.waves
    ]
    return [units for units in moving if units], result


def refused(base, head):
    _, result = planned(base, head)
    return {(refusal.code, refusal.units) for refusal in result.refusals}


def test_a_column_comes_before_its_first_reader():
    waves, result = planned(estate(), estate(READS_AMOUNT, m0002="ALTER TABLE orders ADD COLUMN amount int;"))
    assert waves == [["shop/0002"], ["orders"]]
    assert result.irreversible == {}
    [pair] = result.pairs
    assert (pair.because[0].atom, pair.because[0].evidence) == ("shop.public.orders.amount", "query")
    assert (pair.because[0].location.path, pair.because[0].location.line) == ("orders/queries/q.sql", 1)


def test_a_column_goes_when_its_last_reader_is_gone():
    base = estate(READS_TOTAL)
    waves, result = planned(base, estate("SELECT id FROM orders;", m0002="ALTER TABLE orders DROP COLUMN total;"))
    assert waves == [["orders"], ["shop/0002"]]
    assert list(result.irreversible) == ["shop/0002"]


def test_expand_and_contract_in_one_step_is_refused_and_one_by_one_is_ordered():
    changes = {"m0002": "ALTER TABLE orders ADD COLUMN amount int;", "m0003": "ALTER TABLE orders DROP COLUMN total;"}
    together, apart = estate(READS_AMOUNT, **changes), estate(READS_AMOUNT, apply="one-by-one", **changes)
    assert refused(estate(), together) == {("cycle", ("shop/0002..0003", "orders"))}
    waves, _ = planned(estate(apply="one-by-one"), apart)
    assert waves == [["shop/0002"], ["orders"], ["shop/0003"]]


def test_a_renamed_column_is_refused_with_its_reader():
    head = estate(READS_AMOUNT, m0002="ALTER TABLE orders RENAME COLUMN total TO amount;")
    assert refused(estate(), head) == {("cycle", ("shop/0002", "orders"))}


def test_a_reader_that_does_not_move_refuses_the_drop():
    head = estate(m0002="ALTER TABLE orders DROP COLUMN note;")
    assert refused(estate(), head) == {("target-broken", ("shop/0002",))}


@pytest.mark.parametrize(
    ("change", "waves"),
    [
        ("ALTER TABLE orders ADD COLUMN team int NOT NULL DEFAULT 1;", [["shop/0002"]]),
        ("ALTER TABLE orders ADD COLUMN team int;", [["shop/0002"]]),
        ("CREATE INDEX ON orders (total);", [["shop/0002"]]),
        ("DROP TABLE IF EXISTS nothing;", [["shop/0002"]]),
    ],
)
def test_what_breaks_nobody_needs_no_order(change, waves):
    assert planned(estate(), estate(m0002=change))[0] == waves


def test_an_insert_that_leaves_a_required_column_out_is_a_demand():
    old, new = "INSERT INTO orders (id, total) VALUES (1, 2);", "INSERT INTO orders (id, total, team) VALUES (1, 2, 3);"
    change = "ALTER TABLE orders ADD COLUMN team int NOT NULL;"
    assert refused(estate(old), estate(old, m0002=change)) == {("target-broken", ("shop/0002",))}
    # the new version needs the column, the old one cannot live with it
    assert refused(estate(old), estate(new, m0002=change)) == {("cycle", ("shop/0002", "orders"))}
    unit = contracts_of(MemorySnapshot(estate(old)), MemorySnapshot(estate(old, m0002=change))).components
    assert unit["shop/0002"].versions["head"].demands == {"shop.public.orders:insert": frozenset({"team"})}
    assert unit["orders"].versions["base"].supplies == {"shop/0002": {"shop.public.orders:insert": frozenset()}}


def test_the_two_steps_of_a_required_column_are_safe():
    nullable, required = "ALTER TABLE orders ADD COLUMN team int;", "ALTER TABLE orders ALTER team SET NOT NULL;"
    old, new = "INSERT INTO orders (id, total) VALUES (1, 2);", "INSERT INTO orders (id, total, team) VALUES (1, 2, 3);"
    head = estate(new, apply="one-by-one", m0002=nullable, m0003=required)
    assert planned(estate(old, apply="one-by-one"), head)[0] == [["shop/0002"], ["orders"], ["shop/0003"]]


def test_a_trigger_that_may_fill_the_column_is_an_assumption():
    trigger = (
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
        "CREATE TRIGGER fill BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f();"
    )
    adds = "INSERT INTO orders (id, total) VALUES (1, 2);"
    base = estate(adds) | {"migrations/0001_init.up.sql": TABLE + trigger}
    head = base | {"migrations/0002_x.up.sql": "ALTER TABLE orders ADD COLUMN team int NOT NULL;"}
    waves, result = planned(base, head)
    assert waves == [["shop/0002"]]
    assert len(result.assumptions) == 1
    found = contracts_of(MemorySnapshot(base), MemorySnapshot(head)).components["orders"].versions["base"]
    assert found.supplies["shop/0002"]["shop.public.orders:insert"] is UNKNOWN


def test_a_column_that_makes_a_name_ambiguous_comes_after_the_query_that_qualifies_it():
    join = "SELECT %snote FROM orders o JOIN people p ON p.id = o.id;"
    people = {"migrations/0001_init.up.sql": TABLE + "CREATE TABLE people (id int);"}
    change = "ALTER TABLE people ADD COLUMN note text;"
    base = estate(join % "") | people
    assert refused(base, base | {"migrations/0002_x.up.sql": change}) == {("target-broken", ("shop/0002",))}
    waves, result = planned(base, estate(join % "o.", m0002=change) | people)
    assert waves == [["orders"], ["shop/0002"]]
    assert result.irreversible == {}


def test_a_new_database_comes_before_its_first_service():
    waves, result = planned({"deploycheck.yaml": "services:\n  web: {path: web}\n"}, estate())
    assert waves[0] == ["shop/0001"]
    assert set(waves[-1]) >= {"orders", "report"}
    assert not result.refusals


def test_a_service_without_queries_is_assumed_to_use_everything():
    silent = {"orders/queries/q.sql": "", "report/queries/q.sql": ""}
    base = estate() | silent
    head = base | {"migrations/0002_x.up.sql": "ALTER TABLE orders DROP COLUMN note;"}
    assert refused(base, head) == {("target-broken", ("shop/0002",))}
    needs = contracts_of(MemorySnapshot(base), MemorySnapshot(head)).components["report"].versions["base"].needs
    assert [(need.atom, need.evidence) for need in needs["shop/0002"]] == [("shop.public.orders.note", "assumed")]


def test_a_migration_in_several_transactions_is_rolling():
    once = estate(m0002="ALTER TABLE orders ADD COLUMN amount int; ALTER TABLE orders ADD COLUMN other int;")
    twice = estate(m0002="BEGIN; ALTER TABLE orders ADD a int; COMMIT; BEGIN; ALTER TABLE orders ADD b int; COMMIT;")
    strategies = [
        contracts_of(MemorySnapshot(estate()), MemorySnapshot(head)).components["shop/0002"].rollout
        for head in (once, twice)
    ]
    assert strategies == ["atomic", "rolling"]


def test_without_a_manifest_the_queries_have_a_stand_in_that_moves_with_its_queries():
    base = {"db/migrations/0001_a.up.sql": TABLE, "db/query/q.sql": "-- name: Q :many\nSELECT total FROM orders;"}
    head = {
        **base,
        "db/migrations/0002_b.up.sql": "ALTER TABLE orders DROP COLUMN total;",
        "db/query/q.sql": "-- name: Q :many\nSELECT id FROM orders;",
    }
    assert planned(base, head)[0] == [["queries of database"], ["database/0002"]]


def test_the_graph_knows_who_asks_which_table():
    found = contracts_of(MemorySnapshot(estate()), MemorySnapshot(estate())).components
    assert found["shop"].kind == "database"
    assert found["shop"].versions["base"].provides == {"shop", "shop.public.orders"}
    atoms = {need.atom for need in found["report"].versions["base"].needs["shop"]}
    assert atoms == {"shop", "shop.public.orders"}


def test_declared_schemas_are_judged_as_the_migration_between_them(tmp_path):
    old, new = tmp_path / "old.sql", tmp_path / "new.sql"
    old.write_text("CREATE TABLE t (id int, gone int, kept text);\nCREATE TYPE k AS ENUM ('a', 'b');\n")
    new.write_text("CREATE TABLE t (id int, kept text NOT NULL, more int);\nCREATE TYPE k AS ENUM ('b', 'c');\n")
    result = plan(f"file:{old}", f"file:{new}")
    assert [[step.units for step in wave.steps] for wave in result.waves] == [[("database/schema",)]]
    lost = "database/schema drops value a of type database.public.k and database.public.t.gone"
    assert result.irreversible == {"database/schema": lost}
    folders = {"schema.sql": old.read_text()}, {"schema.sql": new.read_text()}
    assert planned(*folders)[1].irreversible == {"database/schema": lost}
    assert planned(folders[0], folders[0])[0] == []
