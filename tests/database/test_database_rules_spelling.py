"""Two spellings of one script are told from two scripts."""

import pytest

from deploycheck.domains.database.spelling import spelling

PLAIN = "create table orders (note text default 'A  b');"


@pytest.mark.parametrize(
    "other",
    [
        "CREATE TABLE orders (\n    note text DEFAULT 'A  b'\n);",
        "create table orders ( -- it's new\n note text default 'A  b');",
        "create /* don't */ table orders (note text default 'A  b');",
    ],
)
def test_blanks_case_and_comments_do_not_count(other):
    assert spelling(other) == spelling(PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        PLAIN.replace("A  b", "a  b"),
        PLAIN.replace("A  b", "A b"),
        PLAIN.replace("note", '"Note"'),
        PLAIN + "drop table x;",
    ],
)
def test_strings_quoted_names_and_statements_count(other):
    assert spelling(other) != spelling(PLAIN)


def test_code_in_dollar_quotes_is_folded_like_other_code():
    assert spelling("DO $x$ BEGIN -- it's\n PERFORM 'A b'; END $x$;") == spelling("do $x$begin perform 'A b';end$x$;")
    assert spelling("do $x$ perform 'A b' $x$;") != spelling("do $x$ perform 'a b' $x$;")


def test_a_quote_that_is_never_closed_is_no_trouble():
    assert spelling("select $$ a") == "select$$ a"
