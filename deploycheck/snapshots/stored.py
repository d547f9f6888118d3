"""Snapshots whose content git keeps: a commit, and the index."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property

from deploycheck.model.snapshot import Basis, Entry, SnapshotInfo, UnreadableError
from deploycheck.snapshots.content import is_lfs_pointer
from deploycheck.snapshots.git import SnapshotError
from deploycheck.snapshots.history import GitHistory
from deploycheck.snapshots.listing import CONFLICT, Listing, listing
from deploycheck.snapshots.objects import MissingObjectError, Objects
from deploycheck.snapshots.repository import Repository

REASONS = {
    "submodule": "it is a git submodule, another repository or a folder that can't be listed",
    "special": "it is no plain file (a pipe, socket or device)",
}


class CommitSnapshot:
    """The files of one commit."""

    def __init__(self, repository: Repository, commit: str, ref: str = "", basis: Basis | None = None) -> None:
        self._repository = repository
        self._objects = repository.objects.acquire()
        self.info = SnapshotInfo("git", ref or commit, commit, basis)
        self.history = GitHistory(repository, commit)

    @cached_property
    def _listing(self) -> Listing:
        return self._repository.listing(self.info.commit)

    @cached_property
    def identity(self) -> str:
        """The tree of the commit."""
        return self._repository.tree(self.info.commit)

    @cached_property
    def _root(self) -> Mapping[str, Entry]:
        return self._repository.root_entries(self.info.commit)

    def root(self) -> Mapping[str, Entry]:
        """Give the paths at the root; what they link to is not worked out."""
        return self._root

    def expect(self) -> None:
        """Let git list it while others work."""
        self._repository.expect(self.info.commit)

    def entries(self) -> Mapping[str, Entry]:
        """Give every path with its content id, sorted by path."""
        return self._listing.entries

    def read(self, path: str) -> bytes:
        """Give the content of `path`; raises UnreadableError."""
        entry = self._root.get(path) if "_listing" not in self.__dict__ and "/" not in path else None
        if entry is not None and entry.kind == "file":
            return read_object(self._objects, entry)
        return read_stored(self._objects, self._listing, path)

    def read_many(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Give the content of some files, asked for at once; what can't be read, or is big, is left out."""
        return read_stored_many(self._objects, self._listing, paths)

    def close(self) -> None:
        """Give back the process that reads objects."""
        self._objects.release()


class IndexSnapshot:
    """The files as they stand in git's index, that is, as the next commit would have them."""

    def __init__(self, repository: Repository, basis: Basis | None = None) -> None:
        self._repository = repository
        self._objects = repository.objects.acquire()
        self.info = SnapshotInfo("index", "index", "", basis)

    @cached_property
    def history(self) -> GitHistory | None:
        """Dates from HEAD; lines that it doesn't have are unknown."""
        head = self._repository.head
        return GitHistory(self._repository, head, self.read) if head else None

    @cached_property
    def _listing(self) -> Listing:
        if self._repository.root is None:
            raise SnapshotError("this is a bare repository: it has no index; give --head git:REF")
        return listing(self._repository.index(honour_variable=True), self._repository.link_text)

    def entries(self) -> Mapping[str, Entry]:
        """Give every path with its content id, sorted by path."""
        return self._listing.entries

    def read(self, path: str) -> bytes:
        """Give the content of `path`; raises UnreadableError."""
        return read_stored(self._objects, self._listing, path)

    def read_many(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Give the content of some files, asked for at once; what can't be read, or is big, is left out."""
        return read_stored_many(self._objects, self._listing, paths)

    def close(self) -> None:
        """Give back the process that reads objects."""
        self._objects.release()


def readable(listed: Listing, path: str) -> Entry:
    """Give the file behind `path`, links followed; raises UnreadableError."""
    entry = listed.entries.get(listed.targets.get(path, path))
    if entry is None:
        raise UnreadableError(path, "it doesn't exist")
    if entry.content_id == CONFLICT:
        raise UnreadableError(path, "it has merge conflicts")
    if entry.kind != "file":
        raise UnreadableError(path, listed.broken.get(path) or REASONS[entry.kind])
    return entry


def read_stored(objects: Objects, listed: Listing, path: str) -> bytes:
    """Read a file of a listing whose content git keeps; raises UnreadableError."""
    return read_object(objects, readable(listed, path), path)


def read_stored_many(objects: Objects, listed: Listing, paths: Iterable[str]) -> dict[str, bytes]:
    """Read files of a listing at once; those that can't be read, and big ones, are left out."""
    wanted: dict[str, str] = {}
    for path in paths:
        with suppress(UnreadableError):
            wanted[path] = readable(listed, path).content_id
    found = objects.read_many(list(dict.fromkeys(wanted.values())))
    return {path: found[one] for path, one in wanted.items() if one in found and not is_lfs_pointer(found[one])}


def read_object(objects: Objects, entry: Entry, path: str = "") -> bytes:
    """Read the content of an entry, whatever path it was asked by; raises UnreadableError."""
    path = path or entry.path
    try:
        data = objects.read(entry.content_id)
    except MissingObjectError as error:
        raise UnreadableError(path, str(error)) from None
    return real_content(path, data)


def real_content(path: str, data: bytes) -> bytes:
    """Give `data`, unless it only points to the content; raises UnreadableError then."""
    if is_lfs_pointer(data):
        raise UnreadableError(path, "git-lfs keeps its content elsewhere")
    return data
