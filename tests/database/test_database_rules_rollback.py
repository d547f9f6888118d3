"""Down migrations, replayed on what their up side left."""

from database_changes import INIT, change

from deploycheck.domains.database.rollback import rollbacks_of


def rollback(up, down, **options):
    (found,) = rollbacks_of(change({"_2_a__up": up, "_2_a__down": down}, **options))
    return found


def test_a_down_side_that_leads_back_misses_nothing():
    found = rollback("ALTER TABLE orders ADD COLUMN a text;", "ALTER TABLE orders DROP COLUMN a;")
    assert (found.conflicts, found.opaque, found.missing) == ((), (), ())


def test_the_order_of_columns_is_no_difference():
    found = rollback("ALTER TABLE orders DROP COLUMN total;", "ALTER TABLE orders ADD COLUMN total integer NOT NULL;")
    assert found.missing == ()


def test_what_is_missing_is_said_as_statements():
    found = rollback("ALTER TABLE orders ALTER COLUMN note SET NOT NULL;", "SELECT 1;")
    (statement,) = found.missing
    assert "NOT NULL" in statement.text


def test_a_conflict_is_told_and_hides_what_would_be_missing():
    found = rollback("ALTER TABLE orders ADD COLUMN a text;", "ALTER TABLE orders DROP COLUMN b;")
    assert [conflict.message for conflict in found.conflicts] == ["table orders has no column b"]
    assert found.missing == ()


def test_without_a_down_side_there_is_nothing_to_say():
    assert list(rollbacks_of(change({"_2_a__up": "ALTER TABLE orders ADD COLUMN a text;"}))) == []


def test_a_migration_that_fails_itself_is_not_asked():
    pending = {"_2_a__up": "ALTER TABLE orders ADD COLUMN note text;", "_2_a__down": "SELECT 1;"}
    assert list(rollbacks_of(change(pending))) == []


def test_indexes_and_constraints_come_back_too():
    init = INIT + "CREATE INDEX n ON orders (note); ALTER TABLE orders ADD CONSTRAINT p CHECK (total > 0);"
    up = "DROP INDEX n; ALTER TABLE orders DROP CONSTRAINT p;"
    half = rollback(up, "CREATE INDEX n ON orders (note);", init=init)
    whole = rollback(
        up, "CREATE INDEX n ON orders (note); ALTER TABLE orders ADD CONSTRAINT p CHECK (total > 0);", init=init
    )
    assert len(half.missing) == 1
    assert whole.missing == ()


def test_the_name_that_newer_servers_give_to_not_null_can_be_dropped():
    found = rollback("SELECT 1;", "ALTER TABLE orders DROP CONSTRAINT orders_total_not_null;")
    assert found.conflicts == ()
    assert len(found.missing) == 1
