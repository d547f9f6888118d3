"""Workflow commands of GitHub Actions: one annotation per finding, errors first."""

from collections.abc import Iterator

from deploycheck.model.finding import Reported
from deploycheck.model.location import Location
from deploycheck.model.report import Report
from deploycheck.model.severity import Severity
from deploycheck.report.grouping import listed, reading_order, waived
from deploycheck.report.printable import counted, printable
from deploycheck.report.sentence import sentence
from deploycheck.report.style import ReportStyle
from deploycheck.report.waived import waiver_text

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report, style: ReportStyle) -> str:
    """Give annotations; GitHub shows ten of a kind per step, so the worst come first."""
    return "".join(line + "\n" for line in _lines(report, style))


def _lines(report: Report, style: ReportStyle) -> Iterator[str]:
    yield _log(sentence(report))
    for problem in report.problems:
        yield _command(
            "error", "deploycheck could not do its work", Location(problem.path, problem.line), problem.message
        )
    for crash in report.crashed:
        yield _command("error", f"rule {crash.rule} crashed", Location(crash.path, crash.line), crash.message)
    for finding in sorted(listed(report, existing=style.existing), key=reading_order):
        yield _annotation(finding)
    for finding in waived(report):
        yield _log(f"Waived: {finding.rule} {finding.location} {finding.subject} - {waiver_text(finding)}")
    if report.summary.existing and not (style.existing or report.count_existing):
        yield _log(f"In base, too, and not counted: {counted(report.summary.existing, 'finding')}")


def _annotation(finding: Reported) -> str:
    users = ", ".join(dict.fromkeys(f"{e.consumer} {e.version}".strip() for e in finding.evidence))
    lines = [
        finding.message,
        *([f"Used by {users}"] if users else []),
        *([f"Do: {finding.help}"] if finding.help else []),
        finding.fingerprint,
    ]
    title = f"{finding.rule} {finding.subject}".rstrip()
    return _command(_COMMAND[finding.severity], title, finding.location, *lines)


def _command(name: str, title: str, location: Location, *lines: str) -> str:
    settings = {
        "file": location.path,
        "line": location.line,
        "col": location.column if location.line else 0,
        "title": title,
    }
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in settings.items() if value)
    return f"::{name} {properties}::{'%0A'.join(_data(line) for line in lines)}"


def _data(text: str) -> str:
    """Escape a message: a control character would end the command, and `##[` starts one of the older kind."""
    return printable(text).replace("%", "%25").replace("##[", "# #[")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _log(text: str) -> str:
    """Give a plain log line that the runner does not take for a command."""
    return printable(text).replace("::", ": :").replace("##[", "# #[")
