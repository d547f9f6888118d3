"""Snapshots in memory, for tests: what stands in a mapping is the whole estate."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha1

from deploycheck.model.record import Record, field
from deploycheck.model.snapshot import Entry, PastContent, SnapshotInfo, UnreadableError


class MemoryHistory(Record):
    """History that gives one date for all lines of a file; files without a date have no history."""

    dates: Mapping[str, date]
    lines: Mapping[str, int]

    def line_dates(self, path: str) -> Mapping[int, date] | None:
        """Give the date of every line of `path`."""
        day = self.dates.get(path)
        return None if day is None else dict.fromkeys(range(1, self.lines.get(path, 0) + 1), day)

    def contents(self, path: str) -> tuple[PastContent, ...] | None:  # noqa: ARG002  that of the protocol
        """Give nothing: nobody knows what files in memory held before."""
        return None


class MemorySnapshot(Record):
    """A snapshot made of text or bytes by path; `changed` gives files a history."""

    files: Mapping[str, str | bytes]
    info: SnapshotInfo = field(default_factory=lambda: SnapshotInfo("dir", "memory"))
    changed: Mapping[str, date] = field(default_factory=dict)

    @property
    def history(self) -> MemoryHistory | None:
        """Dates of the files that have one."""
        if not self.changed:
            return None
        return MemoryHistory(self.changed, {path: self.read(path).count(b"\n") + 1 for path in self.files})

    def entries(self) -> Mapping[str, Entry]:
        """Give every path with its content id, as git would name it, sorted by path."""
        return {path: self._entry(path) for path in sorted(self.files)}

    def _entry(self, path: str) -> Entry:
        data = self.read(path)
        header = b"blob %d\0" % len(data)
        return Entry(path, sha1(header + data, usedforsecurity=False).hexdigest(), size=len(data))

    def read(self, path: str) -> bytes:
        """Give the content of `path`; raises UnreadableError."""
        if path not in self.files:
            raise UnreadableError(path, "there is no such file")
        content = self.files[path]
        return content.encode() if isinstance(content, str) else content

    def close(self) -> None:
        """Nothing is held."""
