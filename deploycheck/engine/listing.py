"""The files of a snapshot that recognition may look at."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from deploycheck.engine.configuration import ignore_spec
from deploycheck.model.snapshot import Entry, Snapshot, UnreadableError, changed_paths

MOST_BYTES = 64 * 1024 * 1024


class SnapshotListing:
    """A snapshot as the first stages see it: everything by name, `exclude` left out of recognition."""

    def __init__(
        self,
        snapshot: Snapshot,
        exclude: Iterable[str],
        options: Mapping[str, Mapping[str, Any]] | None = None,
        contents: dict[str, bytes] | None = None,
    ) -> None:
        """Look at `snapshot`; `contents` holds what was read by content id, shared by the snapshots of a run."""
        self._snapshot = snapshot
        self._options = options or {}
        self._exclude = tuple(exclude)
        self._read: dict[str, bytes] = {}
        self._contents = {} if contents is None else contents
        self._asked: set[str] | None = None
        self.unreadable: dict[str, str] = {}
        """Why files that somebody wanted to look at cannot be read."""
        self._other: tuple[SnapshotListing, frozenset[str]] | None = None
        """The listing that this one was compared with last, and the paths that differ."""

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot behind it."""
        return self._snapshot

    @property
    def single(self) -> bool:
        """Whether it is one file that somebody named, so that not to understand it is a problem."""
        return self._snapshot.info.kind == "file"

    @property
    def options(self) -> Mapping[str, Mapping[str, Any]]:
        """The settings under `options`, by name of a domain or rule."""
        return self._options

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Every path, excluded ones, too."""
        return self._snapshot.entries()

    @cached_property
    def names(self) -> frozenset[str]:
        """Every path, to be compared with those of another snapshot."""
        return frozenset(self.entries)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The regular files that recognition may claim, sorted."""
        return tuple(recognisable(self.entries, self._exclude))

    @cached_property
    def _by_suffix(self) -> Mapping[str, list[str]]:
        """The paths by what follows the last dot of their name, in lower case; names without a dot are left out."""
        found: dict[str, list[str]] = {}
        for path in self.paths:
            if (dot := path.rfind(".")) >= 0:
                found.setdefault(path[dot:], []).append(path)
        joined: dict[str, list[str]] = {}
        for suffix, paths in found.items():
            if "/" not in suffix:
                joined.setdefault(suffix.lower(), []).extend(paths)
        return joined

    def ending(self, *suffixes: str) -> list[str]:
        """Give the paths whose name ends in one of these, in any case; sorted."""
        return sorted(path for suffix in suffixes for path in self._by_suffix.get(suffix, ()))

    def bytes_at_hand(self, path: str) -> bytes:
        """Give a file's bytes where they were read already, else none."""
        return self._read.get(path, b"")

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Note which paths are read in a block, those that cannot be read included."""
        asked, before = set[str](), self._asked
        self._asked = asked
        try:
            yield asked
        finally:
            self._asked = before
            self.note(asked)

    def note(self, paths: Iterable[str]) -> None:
        """Note paths as read, where somebody notes what is."""
        if self._asked is not None:
            self._asked.update(paths)

    def same_as(self, other: "SnapshotListing", paths: Iterable[str]) -> bool:
        """Whether both have the same names, each of the same kind, and `paths` the same content."""
        if self.entries is other.entries:
            return True
        if self.names != other.names:
            return False
        asked = frozenset(paths)
        mine, others = self.entries, other.entries
        if self._other is None or self._other[0] is not other:
            self._other = other, changed_paths(others, mine)
        changed = self._other[1]
        return asked.isdisjoint(changed) and all(mine[path].kind == others[path].kind for path in changed)

    def read(self, path: str) -> bytes:
        """Give a file's bytes, once per content; raises UnreadableError beyond 64 MiB."""
        if self._asked is not None:
            self._asked.add(path)
        known = self._read.get(path)
        if known is not None:
            return known
        entry = self.entries.get(path)
        if entry is None:
            raise UnreadableError(path, "there is no such file")
        if entry.kind == "file" and (shared := self._contents.get(entry.content_id)) is not None:
            self._read[path] = shared
            return shared
        if entry.size is not None and entry.size > MOST_BYTES:
            raise UnreadableError(path, f"it has {entry.size} bytes; the limit is {MOST_BYTES}")
        try:
            data = self._snapshot.read(path)
        except UnreadableError as error:
            self.unreadable[path] = error.reason
            raise
        if len(data) > MOST_BYTES:
            raise UnreadableError(path, f"it has {len(data)} bytes; the limit is {MOST_BYTES}")
        self._read[path] = self._contents[entry.content_id] = data
        return data


def recognisable(entries: Mapping[str, Entry], exclude: Iterable[str]) -> list[str]:
    """Give the regular files that no exclude pattern matches, sorted."""
    files = [path for path, entry in entries.items() if entry.kind == "file"]
    patterns = tuple(exclude)
    folders = {pattern.rstrip("/") for pattern in patterns if _is_folder_name(pattern)}
    others = [pattern for pattern in patterns if not _is_folder_name(pattern)]
    if folders:
        kept: dict[str, bool] = {}
        files = [path for path in files if _is_kept(path[: path.rfind("/") + 1], folders, kept)]
    if others:
        spec = ignore_spec(*others)
        files = [path for path in files if not spec.match_file(path)]
    return sorted(files)


def _is_kept(folder: str, excluded: set[str], known: dict[str, bool]) -> bool:
    """Whether no part of a folder is excluded; `known` remembers folders, which are fewer than files."""
    answer = known.get(folder)
    if answer is None:
        answer = known[folder] = excluded.isdisjoint(folder.split("/")[:-1])
    return answer


def _is_folder_name(pattern: str) -> bool:
    """Whether a pattern is just `name/`, which set lookups answer faster than a gitignore engine."""
    return pattern.endswith("/") and not set("*?[!/\\").intersection(pattern[:-1])
