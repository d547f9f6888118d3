"""Text for people: on a terminal with colours, plain everywhere else, with the same words."""

from collections.abc import Iterator
from textwrap import wrap

from deploycheck.model.finding import Evidence, Reported
from deploycheck.model.location import Location
from deploycheck.model.report import Report
from deploycheck.model.severity import Severity
from deploycheck.report.excerpt import excerpt
from deploycheck.report.grouping import by_place, by_service, listed, waived
from deploycheck.report.order import order_lines
from deploycheck.report.printable import counted, printable
from deploycheck.report.sentence import sentence
from deploycheck.report.style import ReportStyle
from deploycheck.report.waived import waiver_text
from deploycheck.report.witness import witness_text

# A line is a sequence of (style, text); styles are names that only the terminal writer understands.
Line = tuple[tuple[str, str], ...]

_SEVERITY_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_VERDICT_STYLE = {"pass": "bold green", "fail": "bold red", "cannot-judge": "bold magenta"}
MOST_NOTES = 10
MOST_ALIKE = 3
"""How many findings of one rule at one place are told in full: a part that many operations share is one place."""
MOST_NAMED = 5
_NARROWEST = 40
_LABEL = 11


def render(report: Report, style: ReportStyle) -> str:
    """Give the report as text; rich is imported only when colours are asked for."""
    lines = _lines(report, style)
    if style.color:
        from deploycheck.report.terminal import painted

        return painted(lines, style.width)
    return "".join("".join(text for _, text in line) + "\n" for line in lines)


def _lines(report: Report, style: ReportStyle) -> Iterator[Line]:
    yield ((_VERDICT_STYLE[report.verdict], sentence(report)),)
    yield from _section(list(_problems(report)))
    for service, findings in by_service(listed(report, existing=style.existing)):
        yield ()
        yield (("bold", printable(service)),)
        for group in by_place(findings):
            for finding in group[:MOST_ALIKE]:
                yield from _finding(finding, report, style)
            yield from _alike(group[MOST_ALIKE:], style)
    yield from _section(_plain(order_lines(report.plan)) if report.plan else [])
    yield from _section(list(_waived(report)))
    yield from _section(list(_rest(report, style)))


def _section(lines: list[Line]) -> Iterator[Line]:
    if lines:
        yield ()
        yield from lines


def _plain(texts: Iterator[str]) -> list[Line]:
    return [(("", text),) for text in texts]


def _problems(report: Report) -> Iterator[Line]:
    for problem in report.problems:
        place = str(Location(problem.path, problem.line)) + ": " if problem.path else ""
        yield (("bold magenta", "problem "), ("", printable(place + problem.message)))
    for crash in report.crashed:
        place = str(Location(crash.path, crash.line)) + ": " if crash.path else ""
        text = f"{place}rule {crash.rule} crashed, which is a fault of the rule: {crash.message}"
        yield (("bold magenta", "problem "), ("", printable(text)))


def _finding(finding: Reported, report: Report, style: ReportStyle) -> Iterator[Line]:
    place = finding.location
    column = f":{place.column}" if place.line and place.column else ""
    labels = f"  [{', '.join(finding.environments)}]" if len(report.environments) > 1 else ""
    old = " (existing)" if finding.status == "existing" else ""
    yield (
        ("", "  "),
        (_SEVERITY_STYLE[finding.severity], finding.severity.value),
        ("", " "),
        ("bold", printable(finding.rule)),
        ("", f"  {printable(str(place))}{column}{printable(labels)}{old}"),
    )
    yield from _wrapped("    ", finding.message, style)
    if finding.severity is not Severity.INFO:
        yield from _excerpt(finding, style)
    for label, text in _details(finding):
        yield from _labelled(label, text, style)


def _alike(findings: list[Reported], style: ReportStyle) -> Iterator[Line]:
    """Name what else one rule found at one place."""
    if findings:
        subjects = list(dict.fromkeys(finding.subject or finding.aspect for finding in findings))
        more = f" and {len(subjects) - MOST_NAMED} more" if len(subjects) > MOST_NAMED else ""
        count = counted(len(findings), "more finding")
        text = f"{count} of {findings[0].rule} at this place: {', '.join(subjects[:MOST_NAMED])}{more}"
        yield from _wrapped("  ", f"{text} (`--output json` lists all)", style)


def _details(finding: Reported) -> Iterator[tuple[str, str]]:
    """Give what stands below the message: who is hurt, the witness, the place in base, what to do."""
    if finding.evidence:
        yield "used by", "; ".join(dict.fromkeys(_user(evidence) for evidence in finding.evidence))
    if finding.witness is not None:
        yield "witness", witness_text(finding.witness)
    named = {str(evidence.location) for evidence in finding.evidence}
    for related in finding.related:
        if related.role == "query" and str(related.location) in named:
            continue
        text = f"{related.location} in {related.location.side}"
        yield related.role, f"{text}: {related.text}" if related.text else text
    if finding.help and finding.severity is not Severity.INFO:
        yield "do", finding.help
    yield "id", finding.fingerprint


def _user(evidence: Evidence) -> str:
    name = f"{evidence.consumer} {evidence.version}".strip()
    reason = [
        evidence.kind,
        *([str(evidence.location)] if evidence.location else []),
        *([evidence.text] * bool(evidence.text)),
    ]
    return f"{name} ({', '.join(reason)})"


def _excerpt(finding: Reported, style: ReportStyle) -> Iterator[Line]:
    lines = excerpt(finding.location, style.excerpts)
    digits = len(str(lines[-1].number)) if lines else 0
    for line in lines:
        mark = ">" if line.marked else "|"
        yield (("dim", f"      {line.number:>{digits}} {mark} "), ("", printable(line.text)))


def _labelled(label: str, text: str, style: ReportStyle) -> Iterator[Line]:
    name = printable(label)
    first, *rest = _pieces(text, style.width - _LABEL - 4)
    yield (("", "    "), ("dim", f"{name:<{_LABEL}}"), ("", first))
    for piece in rest:
        yield (("", " " * (_LABEL + 4) + piece),)


def _wrapped(indent: str, text: str, style: ReportStyle) -> Iterator[Line]:
    for piece in _pieces(text, style.width - len(indent)):
        yield (("", indent + piece),)


def _pieces(text: str, width: int) -> list[str]:
    """Break text into lines; a name or path is never broken, because people copy it."""
    pieces = wrap(printable(text), max(width, _NARROWEST), break_long_words=False, break_on_hyphens=False)
    return pieces or [""]


def _waived(report: Report) -> Iterator[Line]:
    findings = waived(report)
    if findings:
        yield (("bold", f"{counted(len(findings), 'finding')} waived"),)
    for finding in findings:
        what = f"{finding.severity.value} {finding.rule} {finding.location} {finding.subject}".rstrip()
        yield (("", printable(f"  {what} - {waiver_text(finding)}")),)


def _rest(report: Report, style: ReportStyle) -> Iterator[Line]:
    """Give one line each for what is only counted or noted."""
    summary = report.summary
    if summary.existing and not (style.existing or report.count_existing):
        verb = "is" if summary.existing == 1 else "are"
        yield (
            ("", f"{counted(summary.existing, 'finding')} {verb} in base, too, and not counted (--all shows them)."),
        )
    if summary.fixed:
        yield (("", f"{counted(summary.fixed, 'finding')} of base {'is' if summary.fixed == 1 else 'are'} fixed."),)
    for entry in report.not_analysed[:MOST_NOTES]:
        yield (("", printable(f"Not analysed: {entry.location}: {entry.reason}")),)
    if (left := len(report.not_analysed) - MOST_NOTES) > 0:
        yield (("", f"Not analysed: {left} more, which `--output json` lists."),)
    for assumption in report.assumptions:
        yield (("", printable(f"Assumption: {assumption}")),)
