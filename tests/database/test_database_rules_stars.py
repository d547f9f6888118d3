"""Generated code spells a star out as the columns of its own version, which decides the order."""

from datetime import date

from deploycheck.app import check
from deploycheck.model.snapshot import SnapshotInfo
from deploycheck.testing.memory import MemorySnapshot

INIT = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n"
STAR = "-- name: GetOrder :one\nSELECT * FROM orders WHERE id = $1;\n"


def found(migration, query):
    """Check one migration with a query that head leaves as it is; give rules with severity."""
    base = {
        "orders/Dockerfile": "FROM scratch\n",
        "orders/db/migrations/0001_init.up.sql": INIT,
        "orders/db/queries/orders.sql": query,
    }
    head = {**base, "orders/db/migrations/0002_change.up.sql": migration}
    report = check(
        base=MemorySnapshot(base, SnapshotInfo("dir", "base"), {}),
        head=MemorySnapshot(head, SnapshotInfo("dir", "head"), {}),
        today=date(2026, 11, 22),
        select=["database", "ordering"],
    )
    return {(one.severity.value, one.rule) for one in report.findings if one.status == "new"}


def test_the_new_code_of_the_same_star_does_not_need_the_dropped_column():
    assert ("error", "target-broken") not in found("ALTER TABLE orders DROP COLUMN note;\n", STAR)


def test_a_column_that_is_named_is_needed_by_both():
    named = STAR.replace("*", "id, note")
    assert {("error", "target-broken"), ("error", "column-dropped-while-read")} <= found(
        "ALTER TABLE orders DROP COLUMN note;\n", named
    )


def test_the_old_code_of_the_same_star_does_not_need_the_new_column():
    """So there is an order, the migration first, and it is asked for."""
    assert found("ALTER TABLE orders ADD COLUMN region text;\n", STAR) == {
        ("info", "new-query-on-old-schema"),
        ("warning", "order-required"),
    }
