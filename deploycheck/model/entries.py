"""The paths of a snapshot where there may be a million of them, of which a run looks at a few closely."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from deploycheck.model.snapshot import Entry

Make = Callable[[str, str], Entry]


class Records:
    """A listing as git prints it: one record for each path, in order, of which `make` makes an entry when asked.

    `odd` are the paths that are no plain files.
    """

    def __init__(self, records: Mapping[str, str], make: Make, odd: frozenset[str] = frozenset()) -> None:
        self.records = records
        self.make = make
        self.odd = odd

    @cached_property
    def names(self) -> frozenset[str]:
        """Every path."""
        return frozenset(self.records)


_NOTHING = Records({}, Entry)


class Entries(Mapping[str, Entry]):
    """Entries by path, sorted: those of `records`, but for the `changes` (None: there is no such path)."""

    def __init__(self, changes: Mapping[str, Entry | None], records: Records = _NOTHING) -> None:
        self.records = records
        self.changes = changes

    def __getitem__(self, path: str) -> Entry:
        if path not in self.changes:
            return self.records.make(path, self.records.records[path])
        entry = self.changes[path]
        if entry is None:
            raise KeyError(path)
        return entry

    def __contains__(self, path: object) -> bool:
        return self.changes[path] is not None if path in self.changes else path in self.records.records  # type: ignore[index]  # what is in it is a path

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    @cached_property
    def _paths(self) -> Mapping[str, object]:
        """The paths in order: the records themselves where none came and none went."""
        known = self.records.records
        if all((entry is None) is (path not in known) for path, entry in self.changes.items()):
            return known
        present = [path for path in known if path not in self.changes]
        present += [path for path, entry in self.changes.items() if entry is not None]
        return dict.fromkeys(sorted(present))

    @property
    def names(self) -> frozenset[str]:
        """Every path; one object for all entries over the same records where none came and none went."""
        return self.records.names if self._paths is self.records.records else frozenset(self._paths)

    @cached_property
    def odd(self) -> frozenset[str]:
        """The paths that are no plain files: links, submodules, pipes."""
        known = {path for path in self.records.odd if path not in self.changes}
        return frozenset(known.union(path for path, one in self.changes.items() if one and one.kind != "file"))

    def varied(self, changes: Mapping[str, Entry | None]) -> "Entries":
        """Give these entries with others in the place of some."""
        return Entries({**self.changes, **changes}, self.records) if changes else self

    def candidates(self, other: Mapping[str, Entry]) -> frozenset[str] | None:
        """Give the paths of which alone these entries and others may differ; None where that is not known."""
        if not isinstance(other, Entries) or other.records is not self.records:
            return None
        return frozenset((*self.changes, *other.changes))


def changed_paths(base: Mapping[str, Entry], head: Mapping[str, Entry]) -> frozenset[str]:
    """Give the paths that were added, removed or have another content."""
    if base is head:
        return frozenset()
    asked = base.candidates(head) if isinstance(base, Entries) else None
    if asked is None:
        asked = frozenset((*base, *head))
    return frozenset(path for path in asked if _differs(base.get(path), head.get(path)))


def _differs(old: Entry | None, new: Entry | None) -> bool:
    if old is None or new is None:
        return old is not new
    return old.content_id != new.content_id or old.kind != new.kind
