"""Source lines that reports quote, read while the snapshots are open."""

from collections.abc import Callable

from deploycheck.model.location import Location, Side
from deploycheck.model.report import Report
from deploycheck.model.snapshot import Snapshot, UnreadableError

MOST_FILES = 200
MOST_BYTES = 4 * 1024 * 1024

Excerpts = Callable[[Location], list[str]]


def collect(report: Report, base: Snapshot, head: Snapshot) -> Excerpts:
    """Read the files that new findings point at, up to 200 of them, and give a function from place to lines."""
    lines: dict[tuple[Side, str], list[str]] = {}
    for finding in report.findings:
        if finding.status != "new":
            continue
        for place in (finding.location, *(related.location for related in finding.related)):
            key = (place.side, place.path)
            if key not in lines and len(lines) < MOST_FILES:
                lines[key] = _lines(base if place.side == "base" else head, place.path)
    return lambda place: lines.get((place.side, place.path), [])


def _lines(snapshot: Snapshot, path: str) -> list[str]:
    entry = snapshot.entries().get(path)
    if entry is None or entry.kind != "file" or (entry.size or 0) > MOST_BYTES:
        return []
    try:
        return snapshot.read(path).decode("utf-8", "replace").splitlines()
    except UnreadableError:
        return []
