"""A snapshot whose files come from several commits: services of one repository that run at different versions."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from deploycheck.model.snapshot import Basis, Entry, PastContent, Snapshot, SnapshotInfo, UnreadableError


class CompositeSnapshot:
    """Files by path, each with the snapshot that it is read from; these stay open as long as this one is used."""

    def __init__(self, sources: Mapping[str, Snapshot], ref: str, basis: Basis | None = None) -> None:
        self._sources = sources
        self._entries = {path: sources[path].entries()[path] for path in sorted(sources)}
        self.info = SnapshotInfo("git", ref, "", basis)

    @property
    def history(self) -> "CompositeSnapshot":
        """Dates of each file from the commit that it comes from."""
        return self

    def entries(self) -> Mapping[str, Entry]:
        """Give every path with its content id, sorted by path."""
        return MappingProxyType(self._entries)

    def read(self, path: str) -> bytes:
        """Give the content of `path`; raises UnreadableError."""
        if path not in self._sources:
            raise UnreadableError(path, "it doesn't exist")
        return self._sources[path].read(path)

    def line_dates(self, path: str) -> Mapping[int, date] | None:
        """Give the date of the commit that last changed each line; None where nobody knows."""
        source = self._sources.get(path)
        return None if source is None or source.history is None else source.history.line_dates(path)

    def contents(self, path: str) -> tuple[PastContent, ...] | None:
        """Give what the file held before, as the commit that it comes from knows it; None where nobody knows."""
        source = self._sources.get(path)
        return None if source is None or source.history is None else source.history.contents(path)

    def close(self) -> None:
        """Do nothing: whoever opened the parts closes them."""
