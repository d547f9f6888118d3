"""Exceptions: in the file and in-line, whole and dated, or not honoured."""

from datetime import date

import pytest

from deploycheck.engine.inline_waivers import inline_waivers
from deploycheck.engine.waivers import read_waivers
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import Reported
from deploycheck.model.location import Location
from deploycheck.model.severity import Severity

FILE = "deploycheck-waivers.yaml"
WHOLE = '{rule: word-lost, subject: "x", aspect: "", reason: agreed, owner: team-a, expires: 2027-01-31}'


@pytest.fixture
def finding_at():
    """Make a finding at a place; the rule is `r`."""

    def make(path, line, column=0):
        place = Location(path, line, column)
        return Reported("r", "f", Severity.ERROR, "new", "m", "h", None, "s", "", place, "dc1:0")

    return make


BASE = {"a.toy": '["x", "y"]'}
HEAD = {"a.toy": "[]"}


def test_a_whole_waiver_covers_its_subject_alone(judge):
    report = judge(BASE, HEAD | {FILE: f"waivers: [{WHOLE}]"})

    assert [(f.subject, f.waived is not None) for f in report.findings if f.rule == "word-lost"] == [
        ("x", True),
        ("y", False),
    ]
    assert report.summary.waived == 1


def test_a_fingerprint_covers_exactly_its_finding(judge):
    fingerprint = next(f.fingerprint for f in judge(BASE, HEAD).findings if f.subject == "y")
    waiver = f'waivers: [{{fingerprint: "{fingerprint}", reason: agreed, owner: team-a, expires: 2027-01-31}}]'
    report = judge(BASE, HEAD | {FILE: waiver})
    assert [f.subject for f in report.findings if f.waived] == ["y"]


@pytest.mark.parametrize(
    "waiver",
    [
        WHOLE.replace("2027-01-31", "2026-11-21"),
        WHOLE.replace("2027-01-31", "2027-11-23"),
        WHOLE.replace("reason: agreed, ", ""),
        WHOLE.replace("owner: team-a, ", ""),
        WHOLE.replace('aspect: "", ', ""),
        WHOLE.replace(", expires: 2027-01-31", ""),
    ],
    ids=["expired", "more-than-365-days", "no-reason", "no-owner", "no-aspect", "no-date"],
)
def test_what_is_not_whole_and_current_is_not_honoured(judge, waiver):
    report = judge(BASE, HEAD | {FILE: f"waivers: [{waiver}]"})
    assert all(f.waived is None for f in report.findings)


def test_no_waivers_switches_them_off(judge):
    report = judge(BASE, HEAD | {FILE: f"waivers: [{WHOLE}]"}, waivers=False)
    assert all(f.waived is None for f in report.findings)


def test_no_waivers_switches_those_in_a_line_off_as_well(judge):
    head = {"b.toy": '["LOUD", "deploycheck: ignore[word-shouted] -- agreed, until 2027-01-31"]'}
    assert [(f.rule, f.waived) for f in judge({}, head, waivers=False).findings] == [("word-shouted", None)]


def test_waivers_of_head_do_not_count_when_base_is_trusted(judge):
    report = judge(BASE, HEAD | {FILE: f"waivers: [{WHOLE}]"}, trust="base")
    assert all(f.waived is None for f in report.findings)


def test_an_in_line_waiver_of_an_untrusted_head_covers_a_warning(judge):
    head = {"b.toy": '["LOUD", "deploycheck: ignore[word-shouted] -- agreed, until 2027-01-31"]'}
    for trust in ("head", "base"):
        assert [(f.rule, f.waived is not None) for f in judge({}, head, trust=trust).findings] == [
            ("word-shouted", True)
        ]


def test_an_in_line_waiver_of_an_untrusted_head_does_not_cover_an_error(judge):
    base = {"a.toy": '["x", "deploycheck: ignore[word-lost] -- agreed, until 2027-01-31"]'}
    head = {"a.toy": '["deploycheck: ignore[word-lost] -- agreed, until 2027-01-31"]'}
    assert [f.waived is not None for f in judge(base, head).findings] == [True]
    assert [f.waived is not None for f in judge(base, head, trust="base").findings] == [False]


@pytest.mark.parametrize(
    "line",
    [
        "# deploycheck: ignore[a, b] -- because, until 2027-01-31",
        "// deploycheck: ignore[a, b] -- because, until 2027-01-31",
        "/* deploycheck: ignore[a, b] -- because, until 2027-01-31 */",
        "<!-- deploycheck: ignore[a, b] -- because, until 2027-01-31 -->",
        "-- deploycheck: ignore[a, b] -- because, until 2027-01-31",
        'deploycheck.dev/ignore: "ignore[a, b] -- because, until 2027-01-31"',
        "x-deploycheck-ignore: 'ignore[a, b] -- because, until 2027-01-31'",
    ],
)
def test_in_line_waivers_of_every_syntax_are_read(line):
    (waiver,) = inline_waivers("f", f"first: 1\n{line}\n", "team-a")
    assert (waiver.rules, waiver.reason, waiver.expires, waiver.location.line) == (
        ("a", "b"),
        "because",
        date(2027, 1, 31),
        2,
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("waivers: [{rul: a}]", 1, "`rul` is not known in a waiver; did you mean rule?"),
        ("waiver: []", 1, "`waiver` is not known here; did you mean waivers?"),
        ("waivers:\n- {rule: a, fingerprint: b}", 2, "a waiver names either a rule or a fingerprint"),
        ("waivers:\n- {rule: a, expires: soon}", 2, "`expires` must be a date such as 2027-01-31"),
        ("schema: v2", 1, "the schema must be deploycheck.waivers/v1"),
        ("- a", 1, "a waivers file is a mapping with the key `waivers`"),
    ],
)
def test_mistakes_in_the_file_are_named_with_their_line(text, line, message):
    with pytest.raises(SourceError) as caught:
        read_waivers(text.encode(), FILE)
    assert (caught.value.message, caught.value.line) == (message, line)


@pytest.mark.parametrize(
    ("comment", "flaw"),
    [
        ("# deploycheck: ignore[word-shouted] -- fine, until 2027-01-31", ""),
        ("#deploycheck:ignore[word-*] -- fine, until 2027-01-31", ""),
        ("# deploycheck: ignore[a]", "lacks a reason and an end date"),
        ("# deploycheck: ignore[a] -- fine", "lacks an end date"),
        ("# deploycheck: ignore[a] -- fine, until tomorrow", "lacks an end date"),
        ("# deploycheck: ignore[a] -- until 2027-01-31", "lacks a reason"),
        ("# deploycheck: ignore[a] -- fine, until 2030-01-31", "runs for more than 365 days"),
        ("# deploycheck: ignore[] -- fine, until 2027-01-31", "names no rule"),
        ("# deploycheck: ignore -- fine, until 2027-01-31", "names no rule"),
        ("x-deploycheck-ignore: word-shouted", "names no rule"),
    ],
)
def test_what_an_in_line_waiver_lacks(comment, flaw):
    (waiver,) = inline_waivers("f.yaml", f"a: 1\n{comment}\n", "")
    assert waiver.flaw(date(2026, 11, 22)) == flaw


@pytest.mark.parametrize("text", ["deploycheck: ignore the noise", "deploycheck: ignored[x]", "deploycheck ignores it"])
def test_prose_is_no_waiver(text):
    assert inline_waivers("f.md", text, "") == []


def test_an_in_line_waiver_that_names_no_rule_of_ours_is_said_aloud(judge):
    from toy_plugin import registry

    from deploycheck.engine.plugins import load_registry

    rule = load_registry().rules["waiver-incomplete"]
    head = {"b.toy": '["LOUD", "deploycheck: ignore[word-shoutd] -- agreed, until 2027-01-31"]'}
    found = judge({}, head, registry(rule)).findings
    assert [f.message for f in found if f.rule == rule.name] == [
        (
            "this waiver for word-shoutd names 'word-shoutd', which no rule or family is called"
            " (did you mean word-shouted?), so it is not honoured"
        )
    ]
    assert [f.waived for f in found if f.rule == "word-shouted"] == [None]


OBJECTS = """kind: A
metadata:
  annotations:
    b: c
    deploycheck.dev/ignore: ignore[r] -- fine, until 2027-01-31
spec:
  x: 1
---
kind: B
spec:
  template:
    metadata: {annotations: {deploycheck.dev/ignore: "ignore[r] -- fine, until 2027-01-31"}}
    spec: {x: 1}
  after: 1
"""
SPEC = """openapi: 3.0.3
paths:
  /a:
    get:
      x-deploycheck-ignore: ignore[r] -- fine, until 2027-01-31
      responses: {}
    post:
      responses: {}
  /b: {get: {x-deploycheck-ignore: "ignore[r] -- fine, until 2027-01-31", responses: {}}, put: {responses: {}}}
info: {}
"""


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("k.yaml", OBJECTS, [{1, 2, 3, 4, 5, 6, 7, 8}, {11, 12, 13}]),
        ("s.yaml", SPEC, [{4, 5, 6}, set()]),
        ("s.json", '{"paths": {"/a": {\n "x-deploycheck-ignore": "ignore[r] -- fine, until 2027-01-31",\n "get": {}},\n"/b": {}}}', [{1, 2, 3}]),
        ("broken.yaml", "x-deploycheck-ignore: ignore[r] -- fine, until 2027-01-31\na: [", []),
    ],
)  # fmt: skip
def test_a_waiver_in_a_field_covers_the_object_that_holds_it(finding_at, path, text, lines):
    waivers = inline_waivers(path, text, "")
    whole = range(1, text.count("\n") + 2)
    assert [{line for line in whole if waiver.covers(finding_at(path, line))} for waiver in waivers] == lines


def test_on_one_line_the_column_tells_what_a_field_covers(finding_at):
    _, waiver = inline_waivers("s.yaml", SPEC, "")
    assert [waiver.covers(finding_at("s.yaml", 9, column)) for column in (3, 8, 14, 90, 91)] == [
        False, True, True, True, False,
    ]  # fmt: skip
