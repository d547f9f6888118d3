"""The changelog as Markdown: for release notes, or a comment."""

from collections.abc import Iterator

from deploycheck.model.changelog import ApiChanges, Changelog, Entry, Reason
from deploycheck.report.changelog_words import (
    MARKS,
    api_title,
    bump_text,
    by_operation,
    counts,
    heading,
    headline,
    place,
    reason_text,
    told,
    versions,
    where,
)
from deploycheck.report.inert import code, prose
from deploycheck.report.style import ReportStyle
from deploycheck.report.witness import witness_text

_LISTED = 2


def render(log: Changelog, style: ReportStyle) -> str:
    """Give the changelog as GitHub-flavoured Markdown."""
    del style  # nothing about a terminal matters here
    parts = ["# API changelog", prose(headline(log))]
    if log.problems:
        parts.append("\n".join(f"* **problem** {prose(str(problem))}" for problem in log.problems))
    for api in log.apis:
        parts += _api(api)
    return "\n\n".join(parts) + "\n"


def _api(api: ApiChanges) -> Iterator[str]:
    yield f"## {prose(api_title(api))} {prose(versions(api))}"
    yield f"{code(place(api))}: {prose(counts(api))}."
    if text := bump_text(api.version):
        yield f"**Version**: {prose(text)}." if not api.version.enough else f"Version: {prose(text)}."
    for operations, entries in by_operation(api):
        yield f"### {_heading(operations)}"
        if len(operations) > _LISTED:
            listed = ", ".join(map(code, operations))
            yield f"<details><summary>All {len(operations)} operations</summary>\n\n{listed}\n\n</details>"
        yield "\n".join(line for entry in entries for line in _entry(entry))


def _heading(operations: tuple[str, ...]) -> str:
    if len(operations) in {1, _LISTED}:
        return " and ".join(map(code, operations))
    return prose(heading(operations))


def _entry(entry: Entry) -> Iterator[str]:
    mark = f"**{MARKS[entry.breaking]}** " if MARKS[entry.breaking] else ""
    place_text = f" ({code(where(entry))})" if where(entry) else ""
    yield f"* {mark}{entry.kind}: {prose(entry.sentence)}{place_text}"
    reasons, more = told(entry)
    for reason in reasons:
        yield from _reason(reason, entry)
    if more:
        yield f"  * {more}"


def _reason(reason: Reason, entry: Entry) -> Iterator[str]:
    severity = f"{reason.severity.value} " if reason.severity else ""
    yield f"  * {severity}{code(reason.rule)}: {prose(reason_text(reason, entry))}"
    if reason.witness is not None and reason.breaking == "yes":
        yield f"  * witness: {code(witness_text(reason.witness))}"
