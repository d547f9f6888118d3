"""The changelog as plain text, with colours on a terminal."""

import textwrap
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
from deploycheck.report.printable import printable
from deploycheck.report.style import ReportStyle
from deploycheck.report.witness import witness_text

Line = tuple[tuple[str, str], ...]
_STYLES = {"yes": "bold red", "unknown": "bold yellow", "no": ""}
_KIND_STYLES = {"added": "green", "removed": "red", "moved": "magenta", "changed": "cyan", "deprecated": "yellow"}
_INDENT = " " * 27


def render(log: Changelog, style: ReportStyle) -> str:
    """Give the changelog as text; the first line is a sentence."""
    lines: list[Line] = [(("bold", printable(headline(log))),)]
    for problem in log.problems:
        lines.append((("bold red", "problem "), ("", printable(str(problem)))))
    for api in log.apis:
        lines += [(), *_api(api, style)]
    if style.color:
        from deploycheck.report.terminal import painted

        return painted(lines, style.width)
    return "\n".join("".join(text for _, text in line).rstrip() for line in lines) + "\n"


def _api(api: ApiChanges, style: ReportStyle) -> Iterator[Line]:
    yield (("bold", printable(f"{api_title(api)}  {versions(api)}")), ("dim", f"  {printable(place(api))}"))
    yield (("", f"  {printable(counts(api))}"),)
    if text := bump_text(api.version):
        yield (("green" if api.version.enough else "bold red", f"  {printable(text)}"),)
    for operations, entries in by_operation(api):
        yield ()
        yield (("bold", f"  {printable(heading(operations))}"),)
        for entry in entries:
            yield from _entry(entry, style)


def _entry(entry: Entry, style: ReportStyle) -> Iterator[Line]:
    mark = MARKS[entry.breaking]
    first, *rest = _wrapped(entry.sentence, style.width)
    yield (
        (_STYLES[entry.breaking], f"    {mark:<10} "),
        (_KIND_STYLES[entry.kind], f"{entry.kind:<11} "),
        ("", first),
    )
    yield from (((("", f"{_INDENT}{line}"),)) for line in rest)
    if place_text := where(entry):
        yield (("dim", f"{_INDENT}{printable(place_text)}"),)
    reasons, more = told(entry)
    for reason in reasons:
        yield from _reason(reason, entry, style)
    if more:
        yield (("dim", f"{_INDENT}{more}"),)


def _reason(reason: Reason, entry: Entry, style: ReportStyle) -> Iterator[Line]:
    severity = f"{reason.severity.value} " if reason.severity else ""
    for line in _wrapped(f"{severity}{reason.rule}: {reason_text(reason, entry)}", style.width):
        yield (("dim", f"{_INDENT}{line}"),)
    if reason.witness is not None and reason.breaking == "yes":
        for line in _wrapped(f"witness: {witness_text(reason.witness)}", style.width):
            yield (("dim", f"{_INDENT}{line}"),)


def _wrapped(text: str, width: int) -> list[str]:
    room = max(40, width - len(_INDENT))
    return textwrap.wrap(printable(text), room, break_long_words=False, break_on_hyphens=False) or [""]
