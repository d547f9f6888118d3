"""The files of a snapshot that recognition may look at."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from deploycheck.engine.configuration import ignore_spec
from deploycheck.model.entries import Entries, changed_paths
from deploycheck.model.snapshot import Entry, Plural, Snapshot, UnreadableError

MOST_BYTES = 64 * 1024 * 1024
_AHEAD = 64
"""How many files are read together."""


class SnapshotListing:
    """A snapshot as the first stages see it: everything by name, `exclude` left out of recognition."""

    def __init__(
        self,
        snapshot: Snapshot,
        exclude: Iterable[str],
        options: Mapping[str, Mapping[str, Any]] | None = None,
        contents: dict[str, bytes] | None = None,
        like: "SnapshotListing | None" = None,
    ) -> None:
        """Look at `snapshot`; `contents` holds what was read by content id, shared by the snapshots of a run.

        `like` is another one of the run, with the same settings: what it knows of names is not worked out again.
        """
        self._snapshot = snapshot
        self._options = options or {}
        self._exclude = tuple(exclude)
        self._read: dict[str, bytes] = {}
        self._contents = {} if contents is None else contents
        self._asked: set[str] | None = None
        self.unreadable: dict[str, str] = {}
        """Why files that somebody wanted to look at cannot be read."""
        self._listed: list[str] = []
        self._next = 0
        """The paths that were listed last, and the place of the one that will be read next, if in this order."""
        self._like = like
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
    def names(self) -> Hashable:
        """What stands for all paths: equal for two listings of a run that have the same."""
        if self._like is None:
            return self.entries.names if isinstance(self.entries, Entries) else frozenset(self.entries)
        came, gone = self._came_and_went(self._like)
        return (self._like.names, came, gone) if came or gone else self._like.names

    def _came_and_went(self, other: "SnapshotListing") -> tuple[frozenset[str], frozenset[str]]:
        """Give the paths that this snapshot has and the other one has not, and the other way round."""
        changed, mine, others = self.changed_from(other), self.entries, other.entries
        came = frozenset(path for path in changed if path not in others)
        return came, frozenset(path for path in changed if path not in mine)

    def changed_from(self, other: "SnapshotListing") -> frozenset[str]:
        """Give the paths that differ, in kind or content, or are on one side alone."""
        if self._other is None or self._other[0] is not other:
            self._other = other, changed_paths(other.entries, self.entries)
        return self._other[1]

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The regular files that recognition may claim, sorted."""
        if self._like is None:
            return tuple(recognisable(self.entries, self._exclude))
        known, changed = self._like.paths, self.changed_from(self._like)
        return tuple(sorted([*(path for path in known if path not in changed), *self._own]))

    @cached_property
    def _own(self) -> list[str]:
        """Those of `paths` in which this snapshot differs from the one that it is like."""
        changed = self.changed_from(self._like) if self._like else ()
        return recognisable({path: self.entries[path] for path in changed if path in self.entries}, self._exclude)

    def _varied(self, known: Iterable[str], matches: Callable[[str], bool]) -> list[str]:
        """Give what was found in the listing that this one is like, with what differs here."""
        changed = self.changed_from(self._like) if self._like else ()
        return sorted([*(path for path in known if path not in changed), *filter(matches, self._own)])

    @cached_property
    def _by_suffix(self) -> Mapping[str, list[str]]:
        """The paths by what follows the last dot of their name, in lower case; names without a dot are left out."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            found[path[path.rfind(".") :]].append(path)
        joined: dict[str, list[str]] = {}
        for suffix, paths in found.items():
            if suffix.startswith(".") and "/" not in suffix:
                joined.setdefault(suffix.lower(), []).extend(paths)
        return joined

    def ending(self, *suffixes: str) -> list[str]:
        """Give the paths whose name ends in one of these, in any case; sorted."""
        if self._like is not None:
            found = self._varied(self._like.ending(*suffixes), lambda path: _suffix(path) in suffixes)
        else:
            found = sorted(path for suffix in suffixes for path in self._by_suffix.get(suffix, ()))
        self._listed, self._next = found, 0
        return found

    @cached_property
    def _text(self) -> str:
        """The paths as one text: what is not in it is in none of them."""
        return "\0".join(self.paths)

    def holding(self, *texts: str) -> list[str]:
        """Give the paths that hold one of these texts anywhere; sorted."""
        if self._like is not None:
            return self._varied(self._like.holding(*texts), lambda path: any(text in path for text in texts))
        present = [text for text in texts if text in self._text]
        return [path for path in self.paths if any(text in path for text in present)] if present else []

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
        if any(self._came_and_went(other)):
            return False
        changed, mine, others = self.changed_from(other), self.entries, other.entries
        return changed.isdisjoint(paths) and all(mine[path].kind == others[path].kind for path in changed)

    def _read_ahead(self, path: str) -> bool:
        """Read some files together where they are read in the order in which they were listed; say whether it was so.

        To ask git for one after the other takes more time than to read them.
        """
        place = bisect_left(self._listed, path)
        if self._listed[place : place + 1] != [path]:
            return False
        follows, self._next = place == self._next and place > 0, place + 1
        if not follows or not isinstance(self._snapshot, Plural):
            return False
        self._next = place + _AHEAD
        entries = ((one, self.entries[one]) for one in self._listed[place : place + _AHEAD])
        unknown = {
            one: entry for one, entry in entries if entry.kind == "file" and entry.content_id not in self._contents
        }
        for one, data in self._snapshot.read_many(unknown).items():
            self._contents[unknown[one].content_id] = data
        return True

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
        if self._read_ahead(path) and (shared := self._contents.get(entry.content_id)) is not None:
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
    files = _files(entries)
    patterns = tuple(exclude)
    folders = {pattern.rstrip("/") for pattern in patterns if _is_folder_name(pattern)}
    others = [pattern for pattern in patterns if not _is_folder_name(pattern)]
    text = "\0".join(files)
    if present := {folder for folder in folders if f"{folder}/" in text}:
        kept: dict[str, bool] = {}
        files = [path for path in files if _is_kept(path[: path.rfind("/") + 1], present, kept)]
    if others:
        spec = ignore_spec(*others)
        files = [path for path in files if not spec.match_file(path)]
    return sorted(files)


def _suffix(path: str) -> str:
    """Give what follows the last dot of a name, with it, in lower case; empty without a dot."""
    _, dot, suffix = path.rpartition("/")[2].rpartition(".")
    return (dot + suffix).lower() if dot else ""


def _files(entries: Mapping[str, Entry]) -> list[str]:
    if not isinstance(entries, Entries):
        return [path for path, entry in entries.items() if entry.kind == "file"]
    return [path for path in entries if path not in entries.odd] if entries.odd else list(entries)


def _is_kept(folder: str, excluded: set[str], known: dict[str, bool]) -> bool:
    """Whether no part of a folder is excluded; `known` remembers folders, which are fewer than files."""
    answer = known.get(folder)
    if answer is None:
        answer = known[folder] = excluded.isdisjoint(folder.split("/")[:-1])
    return answer


def _is_folder_name(pattern: str) -> bool:
    """Whether a pattern is just `name/`, which set lookups answer faster than a gitignore engine."""
    return pattern.endswith("/") and not set("*?[!/\\").intersection(pattern[:-1])
