"""What breaks is grouped by what is gone, and says who is hurt and whether head mends it."""

from database_changes import change

from deploycheck.domains.database.breakage import breakages_of
from deploycheck.model.severity import Impact, Usage

GET = "-- name: Get :one\nSELECT id, note FROM orders;\n"
LIST = "-- name: List :many\nSELECT note FROM orders;\n"
DROP = {"_2_a__up": "ALTER TABLE orders DROP COLUMN note;"}


def test_one_breakage_for_all_queries_that_one_statement_breaks():
    (found,) = breakages_of(change(DROP, GET + LIST))
    assert (found.kind, found.subject, found.version) == ("column-dropped", "orders.note", "2")
    assert found.who == "web in Get (q.sql:2), List (q.sql:4)"
    assert (found.usage, found.impact) == (Usage.LIVE, Impact.INCOMPATIBLE)
    assert str(found.location) == "m/2_a.up.sql:1"


def test_a_query_that_works_on_the_new_schema_is_mended():
    (found,) = breakages_of(change(DROP, GET, head_queries=GET.replace(", note", "")))
    assert found.usage is Usage.MENDED
    assert found.order


def test_a_query_that_head_no_longer_has_is_mended():
    (found,) = breakages_of(change(DROP, GET + LIST, head_queries=""))
    assert found.usage is Usage.MENDED


def test_one_query_that_nobody_mends_is_enough():
    (found,) = breakages_of(change(DROP, GET + LIST, head_queries=GET.replace(", note", "") + LIST))
    assert found.usage is Usage.LIVE
    assert found.who == "web in List (q.sql:4)"


def test_a_query_that_changed_and_still_fails_is_not_mended():
    (found,) = breakages_of(change(DROP, GET, head_queries=GET.replace("id, ", "")))
    assert found.usage is Usage.LIVE


def test_generated_code_reads_another_star_from_the_same_text():
    star = "-- name: Get :one\nSELECT * FROM orders;\n"
    (found,) = breakages_of(change(DROP, star))
    assert found.usage is Usage.MENDED


def test_the_same_star_in_plain_code_is_not_mended():
    found = breakages_of(change(DROP, "SELECT * FROM orders;"))
    assert {one.usage for one in found} == {Usage.LIVE}


def test_without_any_known_query_use_is_only_supposed():
    (found,) = breakages_of(change(DROP))
    assert (found.usage, found.impact, found.evidence) == (Usage.ASSUMED, Impact.UNKNOWN, ())


def test_with_known_queries_that_do_not_name_it_nothing_breaks():
    assert breakages_of(change(DROP, "-- name: Ids :many\nSELECT id FROM orders;\n")) == ()


def test_what_comes_back_in_the_same_change_is_not_lost():
    pending = {"_2_a__up": DROP["_2_a__up"], "_3_b__up": "ALTER TABLE orders ADD COLUMN note text;"}
    assert breakages_of(change(pending)) == ()


def test_renames_are_told_from_drops():
    pending = {"_2_a__up": "ALTER TABLE orders RENAME COLUMN note TO remark;"}
    (column,) = breakages_of(change(pending, GET))
    (table,) = breakages_of(change({"_2_a__up": "ALTER TABLE orders RENAME TO sales;"}, GET))
    assert (column.kind, table.kind) == ("column-renamed", "table-renamed")


def test_a_statement_that_nobody_understood_takes_certainty_away():
    pending = {"_2_a__up": DROP["_2_a__up"] + "DO LANGUAGE plperl $$ spi_exec_query('x orders') $$;"}
    (found,) = breakages_of(change(pending, GET))
    assert found.impact is Impact.UNKNOWN


def test_strangers_use_all_of_an_open_database():
    ids = "-- name: Ids :many\nSELECT id FROM orders;\n"
    (found,) = breakages_of(change(DROP, ids, users="open"))
    assert (found.usage, found.impact) == (Usage.ASSUMED, Impact.INCOMPATIBLE)
    assert found.evidence[0].kind == "assumed"


def test_what_a_live_query_breaks_is_not_supposed_again():
    (found,) = breakages_of(change(DROP, GET, users="open"))
    assert found.usage is Usage.LIVE


def test_an_ambiguity_is_blamed_on_the_new_column():
    init = "CREATE TABLE orders (id bigint); CREATE TABLE lines (id bigint, order_id bigint, kind text);"
    query = "-- name: Kinds :many\nSELECT kind FROM orders JOIN lines ON lines.order_id = orders.id;\n"
    (found,) = breakages_of(change({"_2_a__up": "ALTER TABLE orders ADD COLUMN kind text;"}, query, init=init))
    assert (found.kind, found.subject) == ("ambiguous-column", "orders.kind")
    assert (found.location.line, found.location.column) == (1, 31)
