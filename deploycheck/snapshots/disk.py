"""Files on disk, opened only when they are plain files, and never through a link."""

import os
import stat
from pathlib import Path

from deploycheck.model.snapshot import Entry, UnreadableError
from deploycheck.snapshots.content import Algorithm, blob_id, name_of, too_big

_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Disk:
    """The files below one folder; content ids are those that git would give them."""

    def __init__(self, root: Path, algorithm: Algorithm = "sha1") -> None:
        self.root = root
        self._algorithm = algorithm
        self._raw_names: dict[str, bytes] = {}

    def entry(self, raw: bytes) -> Entry | None:
        """Look at one path below the root; None when nothing is there."""
        path = name_of(raw)
        if path.encode() != raw:
            self._raw_names[path] = raw
        try:
            found = os.lstat(self._place(path))
        except OSError:
            return None
        if stat.S_ISLNK(found.st_mode):
            return Entry(path, blob_id(self.link(path).encode(), self._algorithm), "symlink")
        if stat.S_ISDIR(found.st_mode):
            return Entry(path, "folder", "submodule")
        if not stat.S_ISREG(found.st_mode):
            return Entry(path, "special", "special")
        return Entry(path, self._content_id(path, found), "file", found.st_size)

    def _content_id(self, path: str, found: os.stat_result) -> str:
        """Give the id of a file's content; a file that won't be read has one that equals no other's."""
        if too_big(found.st_size):
            return f"big:{found.st_size}:{found.st_mtime_ns}"
        try:
            return blob_id(self._content(path), self._algorithm)
        except UnreadableError as error:
            return f"unreadable:{path}:{error.reason}"

    def link(self, path: str) -> str:
        """Give the text of a link."""
        try:
            return name_of(os.fsencode(self._place(path).readlink()))
        except OSError:
            return ""

    def read(self, entry: Entry) -> bytes:
        """Give the content that `entry` was made of; raises UnreadableError, also when it has changed since."""
        data = self._content(entry.path)
        if blob_id(data, self._algorithm) != entry.content_id:
            raise UnreadableError(entry.path, "it was changed while deploycheck ran")
        return data

    def _content(self, path: str) -> bytes:
        try:
            handle = os.open(self._place(path), _FLAGS)
        except OSError as error:
            raise UnreadableError(path, f"it can't be opened ({error.strerror})") from None
        with os.fdopen(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise UnreadableError(path, "it is no plain file")
            if reason := too_big(found.st_size):
                raise UnreadableError(path, reason)
            try:
                return file.read()
            except OSError as error:
                raise UnreadableError(path, f"it can't be read ({error.strerror})") from None

    def _place(self, path: str) -> Path:
        raw = self._raw_names.get(path)
        return self.root / (path if raw is None else os.fsdecode(raw))
