"""Runbooks: the headings of a Markdown, AsciiDoc or reStructuredText file."""

import re
from collections.abc import Iterator

from deploycheck.model.location import Location
from deploycheck.model.record import Record

_MARKED = re.compile(r"\s{0,3}(?:#{1,6}|={1,6})\s+(?P<text>.+?)\s*[#=]*\s*")
_UNDERLINE = re.compile(r"(=|-|~|\^|\*|\")\1{2,}\s*")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_ROLLBACK = re.compile(
    r"\b(roll(ing|ed)?[\s-]?back|back[\s-]?out|revert|reverting|undo|undoing|downgrade)", re.IGNORECASE
)


class Runbook(Record):
    """What stands in a runbook: its headings, in order. `service` is whose it is, None until it is linked."""

    location: Location
    headings: tuple[str, ...]
    service: str | None = None

    @property
    def tells_rollback(self) -> bool:
        """Whether a section says how to go back to the version before."""
        return any(_ROLLBACK.search(heading) for heading in self.headings)


def parse_runbook(data: bytes, path: str) -> Runbook:
    """Read a runbook's headings."""
    return Runbook(Location(path, 1, 1), tuple(_headings(data.decode("utf-8", "replace").splitlines())))


def _headings(lines: list[str]) -> Iterator[str]:
    fence = ""
    for index, line in enumerate(lines):
        if found := _FENCE.match(line):
            fence = "" if found[1] == fence else fence or found[1]
        if fence:
            continue
        if found := _MARKED.fullmatch(line):
            yield found["text"]
        elif index + 1 < len(lines) and line.strip() and _UNDERLINE.fullmatch(lines[index + 1]):
            yield line.strip()
