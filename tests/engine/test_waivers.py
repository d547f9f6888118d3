"""Exceptions: in the file and in-line, whole and dated, or not honoured."""

from datetime import date

import pytest

from deploycheck.engine.waivers import inline_waivers, read_waivers
from deploycheck.model.errors import SourceError

FILE = "deploycheck-waivers.yaml"
WHOLE = '{rule: word-lost, subject: "x", aspect: "", reason: agreed, owner: team-a, expires: 2027-01-31}'
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
    (waiver,) = inline_waivers("f", f"first\n{line}\n", "team-a")
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
