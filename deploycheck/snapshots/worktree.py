"""The working tree, as it would be committed with everything added."""

from collections.abc import Mapping
from functools import cached_property

from deploycheck.model.snapshot import Basis, Entry, SnapshotInfo
from deploycheck.snapshots.content import name_of
from deploycheck.snapshots.disk import Disk
from deploycheck.snapshots.git import SnapshotError
from deploycheck.snapshots.history import GitHistory
from deploycheck.snapshots.listing import Listing, listing, sorted_entries, statuses
from deploycheck.snapshots.repository import Repository
from deploycheck.snapshots.stored import read_stored, readable, real_content


class WorktreeSnapshot:
    """Tracked files with their uncommitted changes, and untracked ones that aren't ignored.

    Whether a file equals its index entry is git's own verdict; such a file has that blob's id, and its bytes come from
    git, so that line ends and sparse checkouts make no difference. Others are hashed and read as they lie.
    """

    def __init__(self, repository: Repository, basis: Basis | None = None) -> None:
        if repository.root is None:
            raise SnapshotError("this is a bare repository: it has no working tree; give --head git:REF")
        self._repository = repository
        self._objects = repository.objects.acquire()
        self._disk = Disk(repository.root, repository.algorithm)
        self._on_disk: set[str] = set()
        self.info = SnapshotInfo("worktree", "worktree", "", basis)

    @cached_property
    def history(self) -> GitHistory | None:
        """Dates from HEAD; lines that it doesn't have are unknown."""
        head = self._repository.head
        return GitHistory(self._repository, head, self.read) if head else None

    @cached_property
    def _listing(self) -> Listing:
        entries = self._repository.index(honour_variable=False)
        tracked = len(entries)
        for status in statuses(self._repository.status):
            path = name_of(status.raw.rstrip(b"/"))
            found = None if status.kind == "deleted" else self._disk.entry(status.raw.rstrip(b"/"))
            if found is None:
                entries.pop(path, None)
            else:
                entries[path] = found
                self._on_disk.add(path)
        if len(entries) != tracked or self._on_disk:
            entries = sorted_entries(entries)
        return listing(entries, self._link_text)

    def _link_text(self, entry: Entry) -> str:
        return self._disk.link(entry.path) if entry.path in self._on_disk else self._repository.link_text(entry)

    def entries(self) -> Mapping[str, Entry]:
        """Give every path with its content id, sorted by path."""
        return self._listing.entries

    def read(self, path: str) -> bytes:
        """Give the content of `path`; raises UnreadableError."""
        entry = readable(self._listing, path)
        if entry.path not in self._on_disk:
            return read_stored(self._objects, self._listing, path)
        return real_content(path, self._disk.read(entry))

    def close(self) -> None:
        """Give back the process that reads objects."""
        self._objects.release()
