"""What a stranger writes into a branch never takes over the medium, and no secret reaches a report."""

import re
from decimal import Decimal

import pytest
from hostile_text import MARKER

from deploycheck.model.location import Location
from deploycheck.model.report import Report
from deploycheck.report.excerpt import excerpt
from deploycheck.report.inert import code, fence, prose
from deploycheck.report.plugin import FORMATS, deploycheck_reporters
from deploycheck.report.redaction import HIDDEN, tidy, without_credentials
from deploycheck.report.style import ReportStyle

# Everything that moves a cursor, ends a line where we did not, or turns text around.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def hostile_lines(location: Location) -> list[str]:
    return [f"password: {MARKER}", location.path + "\x1b[31m", f"postgres://u:{MARKER}@h/db"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_the_secret_or_lets_text_escape(name: str, hostile: Report) -> None:
    text = deploycheck_reporters()[name](hostile, ReportStyle(excerpts=hostile_lines, existing=True))
    text.encode("utf-8")
    assert MARKER not in text
    if name not in ("json", "sarif", "gitlab"):
        assert CONTROL.findall(text) == []


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab"])
def test_data_formats_escape_control_characters(name: str, hostile: Report) -> None:
    text = deploycheck_reporters()[name](hostile, ReportStyle())
    assert re.findall("[\x00-\x09\x0b-\x1f]", text) == []


def test_colours_are_the_only_escapes_on_a_terminal(hostile: Report) -> None:
    text = deploycheck_reporters()["text"](hostile, ReportStyle(color=True))
    assert CONTROL.findall(re.sub(r"\x1b\[[0-9;]*m", "", text)) == []


def test_hostile_text_starts_no_workflow_command(hostile: Report) -> None:
    lines = deploycheck_reporters()["github"](hostile, ReportStyle()).splitlines()
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert [line.split(" ")[0] for line in commands] == ["::error"] * 3
    assert [line for line in lines if "##[" in line] == []
    for command in commands:
        properties = command[len("::error ") :].split("::")[0].split(",")
        assert {entry.partition("=")[0] for entry in properties} <= {"file", "line", "col", "title"}


def test_hostile_text_in_markdown_makes_no_html_and_no_second_marker(hostile: Report) -> None:
    text = deploycheck_reporters()["markdown"](hostile, ReportStyle())
    assert text.count("<!--") == 1
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text, flags=re.DOTALL)
    assert (
        re.findall(
            "<[^!]*?>", outside.replace("<details><summary>", "").replace("</summary>", "").replace("</details>", "")
        )
        == []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@team-a", "@&#8203;team-a"),
        ("see #12 and GH-7", "see \\#&#8203;12 and GH&#8203;-7"),
        ("https://evil.example www.evil.example", "https:&#8203;//evil.example www&#8203;.evil.example"),
        ("[a](b) *c* <b> a_b", "\\[a\\](b) \\*c\\* &lt;b&gt; a\\_b"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("a\nb", "a\\\\x0ab"),
    ],
)
def test_prose_is_inert(text: str, expected: str) -> None:
    assert prose(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a", "`a`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("", "`?`"), ("a\nb", "`a\\x0ab`")]
)
def test_code_spans_cannot_be_left(text: str, expected: str) -> None:
    assert code(text) == expected


def test_a_fence_cannot_be_closed_from_inside() -> None:
    assert fence(["a", "````"]) == "`````text\na\n````\n`````"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://me:pw@db:5432/shop", "postgres://***@db:5432/shop"),
        ("see https://docs.example/x@y", "see https://docs.example/x@y"),
        ("host=db password=pw user=me", "host=db password=*** user=me"),
        ("Server=db;Pwd=pw;", "Server=db;Pwd=***;"),
        ("token: string became integer", "token: string became integer"),
        ("caf\u00e9 \udcff", "caf\u00e9 \\xff"),
    ],
)
def test_credentials_leave_every_text(text: str, expected: str) -> None:
    assert without_credentials(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("1.50"), 1.5),
        (Decimal(3), 3),
        (Decimal("1e999999999"), "1E+999999999"),
        (Decimal("NaN"), "NaN"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        ({1: (True, None)}, {"1": [True, None]}),
        (Decimal(0), 0),
    ],
)
def test_data_is_what_every_json_reader_takes(value: object, expected: object) -> None:
    assert tidy(value) == expected


SECRET = ["kind: Secret", "data:", "  a: bm8=", "---", "kind: ConfigMap", "data:", "", "  a: yes", ""]


@pytest.mark.parametrize(
    ("path", "lines", "line", "expected"),
    [
        ("k8s.yaml", SECRET, 3, [HIDDEN]),
        ("k8s.yaml", SECRET, 8, ["  a: yes"]),
        ("k8s.json", ["{", '"kind": "Secret",', '"data": {"a": "bm8="}', "}"], 3, [HIDDEN]),
        (".env", ["A=1"], 1, [HIDDEN]),
        ("web/.env.local", ["A=1"], 1, [HIDDEN]),
        ("prod.env", ["A=1"], 1, [HIDDEN]),
        ("tls.key", ["A"], 1, [HIDDEN]),
        ("db-credentials.yaml", ["a: 1"], 1, [HIDDEN]),
        ("a.yaml", ["env:", "- name: DB_PASSWORD", "  value: x"], 3, [HIDDEN]),
        ("a.yaml", ["a: 1", "b: 2", "c: 3", "api-key: |", *["  line"] * 9], 12, [HIDDEN]),
        ("a.yaml", ["a: 1", "b: 2", "c: 3", "d: 4", "token: x"], 1, ["a: 1", "b: 2"]),
        ("a.yaml", ["url: postgres://me:pw@db/x"], 1, [HIDDEN]),
        ("a.yaml", ["a: 1"], 7, []),
        ("a.yaml", ["a: 1"], 0, []),
        ("a.json", ["x" * 1000], 1, ["x" * 157 + "..."]),
    ],
)
def test_excerpts_hold_no_secrets(path: str, lines: list[str], line: int, expected: list[str]) -> None:
    assert [shown.text for shown in excerpt(Location(path, line), lambda _: lines)] == expected
