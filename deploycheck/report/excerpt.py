"""A few source lines around the place of a finding, secrets left out."""

from deploycheck.model.location import Location
from deploycheck.model.record import Record
from deploycheck.report.redaction import HIDDEN, shown
from deploycheck.report.style import Excerpts

_BEFORE = 1
_AFTER = 1
_LONGEST = 160


class SourceLine(Record):
    """One line of an excerpt; `marked` is the line that the finding points at."""

    number: int
    text: str
    marked: bool


def excerpt(location: Location, excerpts: Excerpts | None) -> tuple[SourceLine, ...]:
    """Give the line of `location` and its neighbours; empty when there is no line, no source, or all is hidden."""
    if excerpts is None or not location.line:
        return ()
    lines = excerpts(location)
    if location.line > len(lines):
        return ()
    first = max(1, location.line - _BEFORE)
    last = min(len(lines), location.line + _AFTER)
    texts = {number: shown(location.path, lines, number) for number in range(first, last + 1)}
    if texts[location.line] is None:
        return (SourceLine(location.line, HIDDEN, marked=True),)
    return tuple(
        SourceLine(number, _short(text), marked=number == location.line)
        for number, text in texts.items()
        if text is not None and (text.strip() or number == location.line)
    )


def _short(text: str) -> str:
    text = text.rstrip().expandtabs(4)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
