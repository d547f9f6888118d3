"""Markdown for the one comment on a pull request that is updated on every push."""

from collections.abc import Iterator

from deploycheck.model.finding import Reported
from deploycheck.model.location import Location
from deploycheck.model.report import Report
from deploycheck.report.excerpt import excerpt
from deploycheck.report.grouping import by_service, listed, waived
from deploycheck.report.inert import code, fence, prose
from deploycheck.report.order import order_lines
from deploycheck.report.printable import counted, printable
from deploycheck.report.sentence import sentence
from deploycheck.report.style import ReportStyle
from deploycheck.report.waived import waiver_text
from deploycheck.report.witness import witness_text

MARKER = "<!-- deploycheck:report -->"

# GitHub refuses comments above 65,536 characters; the rest is for the closing lines.
_MOST = 56_000


def render(report: Report, style: ReportStyle) -> str:
    """Give the report as GitHub-flavoured Markdown; the first line is the marker by which the comment is found."""
    parts = [MARKER, f"**{prose(sentence(report))}**", *_problems(report)]
    size = sum(map(len, parts))
    left_out = 0
    for service, findings in by_service(listed(report, existing=style.existing)):
        heading = f"### {prose(service)}"
        for finding in findings:
            text = _finding(finding, report, style)
            if size + len(text) > _MOST:
                left_out += 1
                continue
            parts += [heading, text] if heading else [text]
            size += len(text) + len(heading)
            heading = ""
    if left_out:
        parts.append(f"{counted(left_out, 'more finding')} left out here for length; the full report has them.")
    return "\n\n".join([*parts, *_closing(report, style, _MOST + 6_000 - size)]) + "\n"


def _problems(report: Report) -> Iterator[str]:
    lines = [
        *(
            f"- {code(str(Location(p.path, p.line))) + ': ' if p.path else ''}{prose(p.message)}"
            for p in report.problems
        ),
        *(f"- rule {code(c.rule)} crashed, which is a fault of the rule: {prose(c.message)}" for c in report.crashed),
    ]
    if lines:
        yield "### Problems"
        yield "\n".join(lines[:50])


def _finding(finding: Reported, report: Report, style: ReportStyle) -> str:
    labels = f" [{', '.join(map(prose, finding.environments))}]" if len(report.environments) > 1 else ""
    old = " (existing)" if finding.status == "existing" else ""
    head = f"**{finding.severity.value}** {code(finding.rule)} at {code(str(finding.location))}{labels}{old}"
    return "\n\n".join([head, prose(finding.message), *_source(finding, style), "\n".join(_details(finding))])


def _source(finding: Reported, style: ReportStyle) -> Iterator[str]:
    lines = excerpt(finding.location, style.excerpts)
    if lines:
        yield fence(f"{line.number:>5} {'>' if line.marked else '|'} {printable(line.text)}" for line in lines)


def _details(finding: Reported) -> Iterator[str]:
    users = dict.fromkeys(
        (f"{e.consumer} {e.version}".strip(), e.kind, str(e.location or "")) for e in finding.evidence
    )
    for user, kind, place in users:
        yield f"- used by {prose(user)} ({prose(kind)}{', ' + code(place) if place else ''})"
    if finding.witness is not None:
        yield f"- witness: {code(witness_text(finding.witness))}"
    for related in finding.related:
        text = f": {prose(related.text)}" if related.text else ""
        yield f"- {prose(related.role)}: {code(str(related.location))} in {related.location.side}{text}"
    if finding.help:
        yield f"- do: {prose(finding.help)}"
    yield f"- {code(finding.fingerprint)}"


def _closing(report: Report, style: ReportStyle, room: int) -> Iterator[str]:
    """Give order, waivers and what is only counted, cut to the room that is left."""
    for part in _closing_parts(report, style):
        room -= len(part)
        if room < 0:
            yield "The rest is left out here for length."
            return
        yield part


def _closing_parts(report: Report, style: ReportStyle) -> Iterator[str]:
    if report.plan and (lines := list(order_lines(report.plan))):
        yield f"### {prose(lines[0])}"
        if lines[1:]:
            yield fence(lines[1:])
    if findings := waived(report):
        yield f"<details><summary>{counted(len(findings), 'finding')} waived</summary>"
        yield "\n".join(_waiver(finding) for finding in findings)
        yield "</details>"
    if report.summary.existing and not (style.existing or report.count_existing):
        yield f"{counted(report.summary.existing, 'finding')} of base not counted."
    if report.summary.fixed:
        yield f"{counted(report.summary.fixed, 'finding')} of base fixed."
    notes = [
        *(f"- not analysed: {code(str(entry.location))}: {prose(entry.reason)}" for entry in report.not_analysed),
        *(f"- assumption: {prose(text)}" for text in report.assumptions),
    ]
    if notes:
        yield f"<details><summary>{counted(len(notes), 'note')}</summary>"
        yield "\n".join(notes[:100])
        yield "</details>"


def _waiver(finding: Reported) -> str:
    place = f"{code(finding.rule)} at {code(str(finding.location))}"
    return f"- {place} {prose(finding.subject)} - {prose(waiver_text(finding))}"
