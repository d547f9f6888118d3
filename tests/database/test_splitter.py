"""Files are cut where the server and the tools cut them, and what is not whole is said to be."""

import time

import pytest

from deploycheck.domains.database.effects import Opaque
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.splitter import split
from deploycheck.domains.database.text import NotSqlTextError, read_sql, sql_text


def cut(text, server=""):
    return [piece.text for piece in split(sql_text("a.sql", text), server).pieces]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
        (";;  ;SELECT 1;;", ["SELECT 1"]),
        ("SELECT ';'; SELECT 2", ["SELECT ';'", "SELECT 2"]),
        ("SELECT 'it''s;'; SELECT 2", ["SELECT 'it''s;'", "SELECT 2"]),
        (r"SELECT E'\';'; SELECT 2", [r"SELECT E'\';'", "SELECT 2"]),
        (r"SELECT '\'; SELECT 2", [r"SELECT '\'", "SELECT 2"]),
        (r"SELECT E''; SELECT 2", ["SELECT E''", "SELECT 2"]),
        ('SELECT ";" FROM "a"";b"; SELECT 2', ['SELECT ";" FROM "a"";b"', "SELECT 2"]),
        ("SELECT $$a;b$$; SELECT 2", ["SELECT $$a;b$$", "SELECT 2"]),
        ("SELECT $x$ $$;$$ $y$;$x$; SELECT 2", ["SELECT $x$ $$;$$ $y$;$x$", "SELECT 2"]),
        ("SELECT $1; SELECT a$b$c; SELECT 2", ["SELECT $1", "SELECT a$b$c", "SELECT 2"]),
        ("SELECT 1 -- a; b\n; SELECT 2", ["SELECT 1 -- a; b", "SELECT 2"]),
        ("SELECT /* ; /* ; */ ; */ 1; SELECT 2", ["SELECT /* ; /* ; */ ; */ 1", "SELECT 2"]),
        ("-- only a comment;\n/* another; */", []),
        ("CREATE FUNCTION f() BEGIN ATOMIC; SELECT 1; END; SELECT 2", None),
        ("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3", None),
    ],
)
def test_semicolons_inside_other_things_end_nothing(text, pieces):
    found = cut(text)
    if pieces is None:
        assert len(found) == 2
        assert found[1].startswith("SELECT")
    else:
        assert found == pieces


def test_case_and_end_inside_a_standard_body_are_counted():
    body = "CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 1 ELSE 2 END; SELECT 3; END"
    assert cut(f"{body}; SELECT 4") == [body, "SELECT 4"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("SELECT 1;\nSELECT 'never", "a string is never closed (it begins in line 2)"),
        ("SELECT $a$ never $b$", "a string quoted with $a$ is never closed (it begins in line 1)"),
        ('SELECT "never', "a quoted name is never closed (it begins in line 1)"),
        ("SELECT 1 /* /* never */", "a comment is never closed (it begins in line 1)"),
        (r"SELECT E'never\'", "a string is never closed (it begins in line 1)"),
    ],
)
def test_what_is_never_closed_is_said_with_its_line(text, missing):
    last = split(sql_text("a.sql", text)).pieces[-1]
    assert last.problem == missing
    opaque = load_sql("a.sql", text.encode()).opaque
    assert [unknown.reason for unknown in opaque] == [missing]


def test_copy_data_is_no_sql():
    text = "COPY t (a, b) FROM stdin;\n1\tit's; x\n2\t$$\n\\.\n\nSELECT 2;"
    assert cut(text) == ["COPY t (a, b) FROM stdin", "SELECT 2"]


def test_psql_lines_are_left_out_and_those_that_run_other_sql_are_said():
    script = split(sql_text("a.sql", "\\set x 1\nSELECT 1;\n\\echo it's\n\\i other.sql\nSELECT 2 \\gexec\n"))
    assert [(piece.text, bool(piece.problem)) for piece in script.pieces] == [
        ("SELECT 1", False),
        ("\\i other.sql", True),
        ("SELECT 2", False),
        ("\\gexec", True),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_and_columns_are_those_of_the_file(newline):
    text = newline.join(["-- ü", "SELECT 1;", "", "  /* x */ SELECT", "  2;"])
    script = split(sql_text("a.sql", text))
    assert [(piece.at.line, piece.at.column) for piece in script.pieces] == [(2, 1), (4, 11)]
    assert script.pieces[0].comments[0].text == "-- ü"


def test_a_byte_order_mark_is_no_part_of_the_text():
    file = load_sql("a.sql", b"\xef\xbb\xbfCREATE TABLE t (a int);")
    assert file.opaque == ()
    assert file.statements[0].text == "CREATE TABLE t (a int)"


@pytest.mark.parametrize("content", ["SELECT 1".encode("utf-16"), b"\xfe\xff\x00S", b"SELECT '\xff\xfe'"])
def test_other_encodings_are_refused_in_words(content):
    with pytest.raises(NotSqlTextError):
        read_sql("a.sql", content)
    assert "UTF-" in load_sql("a.sql", content).problem


def test_a_nul_character_and_endless_expressions_are_opaque_and_quick():
    started = time.monotonic()
    huge = "SELECT " + " + ".join(["1"] * 100_000)
    nested = "SELECT " + "(" * 50_000 + "1" + ")" * 50_000
    for text in ("SELECT '\0'", huge, nested, "SELECT '" + "x" * (1 << 20) + "'"):
        file = load_sql("a.sql", text.encode())
        assert [type(effect) for effect in file.statements[0].effects] == [Opaque]
    assert time.monotonic() - started < 5


def test_markers_make_sections_and_take_files_out_of_the_transaction():
    text = "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n"
    script = split(sql_text("a.sql", text))
    assert [(piece.text, piece.section) for piece in script.pieces] == [("SELECT 1", "up"), ("SELECT 2", "down")]
    assert script.no_transaction == {""}
    assert script.marked


def test_statements_between_goose_marks_stay_whole():
    text = "-- +goose Up\n-- +goose StatementBegin\nBEGIN; x; END;\n-- +goose StatementEnd\nSELECT 1;\n"
    assert cut(text) == ["BEGIN; x; END;", "SELECT 1"]


@pytest.mark.parametrize(
    ("server", "text", "pieces"),
    [
        ("mysql", r"SELECT 'it\'s;'; SELECT 2", [r"SELECT 'it\'s;'", "SELECT 2"]),
        ("mysql", "SELECT `a;b`; # c;\nSELECT 2", ["SELECT `a;b`", "SELECT 2"]),
        ("mysql", "DELIMITER //\nA; B;//\nC//\nDELIMITER ;\nSELECT 2;", ["A; B;", "C", "SELECT 2"]),
        ("mssql", "SELECT [a;b]\nGO\nSELECT 2", ["SELECT [a;b]", "SELECT 2"]),
        ("sqlite", "SELECT [a;b], `c;d`, '\\'; SELECT 2", ["SELECT [a;b], `c;d`, '\\'", "SELECT 2"]),
    ],
)
def test_other_servers_have_other_quotes(server, text, pieces):
    assert cut(text, server) == pieces


def test_a_comment_that_only_some_servers_run_is_not_passed_over():
    script = split(sql_text("a.sql", "/*!40101 SET NAMES utf8 */;\n/*!50001 CREATE VIEW v AS SELECT 1 */;"), "mysql")
    assert [bool(piece.problem) for piece in script.pieces] == [True]
