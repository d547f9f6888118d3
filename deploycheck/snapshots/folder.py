"""Snapshots without git: a folder, a single file, and nothing at all."""

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from deploycheck.model.entries import Entries
from deploycheck.model.snapshot import Basis, Entry, SnapshotInfo, UnreadableError
from deploycheck.snapshots.content import Algorithm
from deploycheck.snapshots.disk import Disk
from deploycheck.snapshots.git import SnapshotError
from deploycheck.snapshots.listing import Listing, listing
from deploycheck.snapshots.stored import readable, real_content

_NOT_OURS: Final = frozenset((b".git", b"__pycache__"))
"""Folders that are no part of any version: an installer that compiles Python files would change every service."""


class FolderSnapshot:
    """Everything below a folder except `.git` and what Python compiles aside; links are listed, not walked.

    With `deep` off it is only what stands right in the folder.
    """

    history = None

    def __init__(
        self,
        root: Path,
        basis: Basis | None = None,
        algorithm: Algorithm = "sha1",
        ref: str | None = None,
        *,
        deep: bool = True,
    ) -> None:
        if not root.is_dir():
            raise SnapshotError(f"there is no folder {ref or root}")
        if not os.access(root, os.R_OK | os.X_OK):
            raise SnapshotError(f"the folder {ref or root} can't be listed")
        self._disk = Disk(root, algorithm)
        self._deep = deep
        self.info = SnapshotInfo("dir", str(root) if ref is None else ref, "", basis)

    @cached_property
    def _listing(self) -> Listing:
        found = (self._disk.entry(raw) for raw in _walk(os.fsencode(self._disk.root), deep=self._deep))
        entries = Entries({entry.path: entry for entry in found if entry})
        return listing(entries, lambda entry: self._disk.link(entry.path))

    def entries(self) -> Mapping[str, Entry]:
        """Give every path with its content id, sorted by path."""
        return self._listing.entries

    def read(self, path: str) -> bytes:
        """Give the content of `path`; raises UnreadableError."""
        return real_content(path, self._disk.read(readable(self._listing, path)))

    def close(self) -> None:
        """Do nothing: no handle stays open."""


def _walk(root: bytes, *, deep: bool) -> Iterator[bytes]:
    """Give the path, relative and with `/`, of all below `root` but folders; of these only what can't be listed."""
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        try:
            children = list(os.scandir(root + b"/" + folder))
        except OSError:
            yield folder
            continue
        for child in children:
            path = folder + b"/" + child.name if folder else child.name
            if child.name in _NOT_OURS:
                continue
            if child.is_dir(follow_symlinks=False):
                waiting.extend([path] if deep else [])
            else:
                yield path


class FileSnapshot:
    """One file, under the name by which the other side knows it."""

    history = None

    def __init__(
        self, place: Path, basis: Basis | None = None, algorithm: Algorithm = "sha1", ref: str = "", name: str = ""
    ) -> None:
        # What the user names may be a link; only the files of a tree are never reached through one.
        try:
            self._real = place.resolve(strict=True)
        except (OSError, RuntimeError):
            raise SnapshotError(f"there is no file {ref or place}") from None
        self._disk = Disk(self._real.parent, algorithm)
        self._name = name or place.name
        self.info = SnapshotInfo("file", ref or str(place), "", basis)

    @cached_property
    def _found(self) -> Entry:
        entry = self._disk.entry(os.fsencode(self._real.name))
        if entry is None or entry.kind != "file":
            raise SnapshotError(f"{self.info.ref} is no plain file")
        return entry

    def entries(self) -> Mapping[str, Entry]:
        """Give the one path."""
        found = self._found
        return MappingProxyType({self._name: Entry(self._name, found.content_id, "file", found.size)})

    def read(self, path: str) -> bytes:
        """Give the content of the file; raises UnreadableError."""
        if path != self._name:
            raise UnreadableError(path, "it doesn't exist")
        return real_content(path, self._disk.read(self._found))

    def close(self) -> None:
        """Do nothing: no handle stays open."""


class EmptySnapshot:
    """Nothing: what was there before the first commit."""

    history = None

    def __init__(self, basis: Basis | None = None) -> None:
        self.info = SnapshotInfo("empty", "", "", basis)

    def entries(self) -> Mapping[str, Entry]:
        """Give no path."""
        return MappingProxyType({})

    def read(self, path: str) -> bytes:
        """Raise UnreadableError."""
        raise UnreadableError(path, "it doesn't exist")

    def close(self) -> None:
        """Do nothing."""
