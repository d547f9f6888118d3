"""The working tree, as it would be committed with everything added."""

from collections.abc import Mapping
from functools import cached_property

from deploycheck.model.snapshot import Basis, Entry, SnapshotInfo
from deploycheck.snapshots.content import name_of
from deploycheck.snapshots.disk import Disk
from deploycheck.snapshots.git import SnapshotError
from deploycheck.snapshots.history import GitHistory
from deploycheck.snapshots.listing import Listing, identity, listing, statuses
from deploycheck.snapshots.repository import Repository
from deploycheck.snapshots.stored import read_object, readable, real_content


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
    def _changes(self) -> Mapping[str, Entry | None]:
        """What differs from HEAD, in the index or on disk; None where there is no such path."""
        found = dict(self._repository.index_changes(honour_variable=False))
        for status in statuses(self._repository.status):
            entry = None if status.kind == "deleted" else self._disk.entry(status.raw.rstrip(b"/"))
            path = name_of(status.raw.rstrip(b"/"))
            found[path] = entry
            if entry is not None:
                self._on_disk.add(path)
        return found

    @cached_property
    def _listing(self) -> Listing:
        return listing(self._repository.head_entries().varied(self._changes), self._link_text)

    def _link_text(self, entry: Entry) -> str:
        return self._disk.link(entry.path) if entry.path in self._on_disk else self._repository.link_text(entry)

    @cached_property
    def identity(self) -> str:
        """The tree of HEAD, and what differs from it."""
        head = self._repository.head
        return identity(self._repository.tree(head) if head else "", self._changes)

    @cached_property
    def _root(self) -> Mapping[str, Entry]:
        head = self._repository.head
        found: dict[str, Entry | None] = dict(self._repository.root_entries(head)) if head else {}
        found.update((path, entry) for path, entry in self._changes.items() if "/" not in path)
        return {path: entry for path, entry in found.items() if entry is not None}

    def root(self) -> Mapping[str, Entry]:
        """Give the paths at the root; what they link to is not worked out."""
        return self._root

    def expect(self) -> None:
        """Let git look at it while others work."""
        self._repository.expect_worktree()

    def entries(self) -> Mapping[str, Entry]:
        """Give every path with its content id, sorted by path."""
        return self._listing.entries

    def read(self, path: str) -> bytes:
        """Give the content of `path`; raises UnreadableError."""
        at_root = self._root.get(path) if "_listing" not in self.__dict__ and "/" not in path else None
        entry = at_root if at_root is not None and at_root.kind == "file" else readable(self._listing, path)
        if entry.path not in self._on_disk:
            return read_object(self._objects, entry, path)
        return real_content(path, self._disk.read(entry))

    def close(self) -> None:
        """Give back the process that reads objects."""
        self._objects.release()
