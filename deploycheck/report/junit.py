"""JUnit XML, which every CI shows: one suite per service, one case per finding."""

from collections.abc import Iterator
from html import escape

from deploycheck.model.finding import Problem, Reported
from deploycheck.model.location import Location
from deploycheck.model.report import Report
from deploycheck.model.severity import Severity
from deploycheck.report.grouping import by_service
from deploycheck.report.printable import printable
from deploycheck.report.sentence import sentence
from deploycheck.report.style import ReportStyle
from deploycheck.report.waived import waiver_text
from deploycheck.report.witness import witness_text


def render(report: Report, style: ReportStyle) -> str:
    """Give the report as JUnit XML; what fails the check fails its case, waived and existing findings are skipped."""
    del style
    suites = list(_suites(report))
    tests = sum(text.count("<testcase ") for text in suites)
    failures = sum(text.count("<failure ") for text in suites)
    errors = sum(text.count("<error ") for text in suites)
    head = f'<testsuites name="deploycheck" tests="{tests}" failures="{failures}" errors="{errors}">\n'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + head + "".join(suites) + "</testsuites>\n"


def _suites(report: Report) -> Iterator[str]:
    yield _suite("deploycheck", [_verdict(report), *_problems(report)])
    findings = [finding for finding in report.findings if finding.status != "fixed"]
    for service, members in by_service(findings):
        yield _suite(service, [_case(finding, report) for finding in members])


def _suite(name: str, cases: list[str]) -> str:
    counts = "".join(
        f' {key}="{sum(tag in case for case in cases)}"'
        for key, tag in (("failures", "<failure "), ("errors", "<error "), ("skipped", "<skipped "))
    )
    return f'  <testsuite name="{_xml(name)}" tests="{len(cases)}"{counts}>\n' + "".join(cases) + "  </testsuite>\n"


def _verdict(report: Report) -> str:
    body = f"      <system-out>{_xml(sentence(report))}</system-out>\n"
    return f'    <testcase classname="deploycheck" name="verdict">\n{body}    </testcase>\n'


def _problems(report: Report) -> Iterator[str]:
    crashed = (Problem(f"rule {c.rule} crashed: {c.message}", c.path, c.line) for c in report.crashed)
    for problem in (*report.problems, *crashed):
        place = str(Location(problem.path, problem.line))
        body = f'      <error type="problem" message="{_xml(problem.message)}">{_xml(place)}</error>\n'
        name = f'classname="deploycheck.problem" name="{_xml(place or problem.message)}"'
        yield f"    <testcase {name}>\n{body}    </testcase>\n"


def _case(finding: Reported, report: Report) -> str:
    name = f"{finding.rule} {finding.subject}".rstrip() + f" ({finding.location})"
    attributes = (
        f'classname="deploycheck.{_xml(finding.family)}" name="{_xml(name)}" file="{_xml(finding.location.path)}"'
    )
    if finding.location.line:
        attributes += f' line="{finding.location.line}"'
    return f"    <testcase {attributes}>\n      {_outcome(finding, report)}\n    </testcase>\n"


def _outcome(finding: Reported, report: Report) -> str:
    message = _xml(finding.message)
    if finding.waived is not None:
        return f'<skipped message="{_xml("waived, " + waiver_text(finding) + ": ")}{message}"/>'
    if finding.status == "existing" and not report.count_existing:
        return f'<skipped message="existing: {message}"/>'
    body = "\n".join(_xml(line) for line in _lines(finding))
    if report.fail_on != "never" and finding.severity.at_least(Severity(report.fail_on)):
        return f'<failure type="{finding.severity.value}" message="{message}">{body}</failure>'
    return f"<system-out>{finding.severity.value}: {body}</system-out>"


def _lines(finding: Reported) -> Iterator[str]:
    yield finding.message
    yield f"at {finding.location}"
    for evidence in finding.evidence:
        yield f"used by {evidence.consumer} {evidence.version}".rstrip() + f" ({evidence.kind})"
    if finding.witness is not None:
        yield f"witness: {witness_text(finding.witness)}"
    if finding.help:
        yield f"do: {finding.help}"
    yield finding.fingerprint


def _xml(text: str) -> str:
    """Escape for XML 1.0, which allows neither control characters nor these two."""
    return escape(printable(text)).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
