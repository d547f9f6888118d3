"""git's NUL-separated listings as entries."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from deploycheck.model.record import Record
from deploycheck.model.snapshot import Entry, EntryKind
from deploycheck.snapshots.content import name_of
from deploycheck.snapshots.links import LinkError, follow

_KINDS: dict[str, EntryKind] = {"120000": "symlink", "160000": "submodule"}
_FOLDER = "040000"
CONFLICT = "conflict"
"""Stands for the content id of a path with merge conflicts."""


def tree_entries(listed: bytes) -> dict[str, Entry]:
    """Read `git ls-tree -z`, with or without `-r`: `mode type id TAB path`; folders are left out."""
    found: dict[str, Entry] = {}
    for record in _records(listed):
        head, _, path = record.partition("\t")
        mode, _, object_id = head.split(" ")
        if mode == _FOLDER:
            continue
        found[path] = _entry((path, object_id, _KINDS.get(mode, "file"), None))
    return found


def _entry(values: tuple[str, str, EntryKind, int | None]) -> Entry:
    """Make an entry without a call of its constructor: there may be a million of them."""
    return tuple.__new__(Entry, values)


def index_entries(listed: bytes) -> dict[str, Entry]:
    """Read `git ls-files -s -z`: `mode id stage TAB path`. A path with several stages becomes one unreadable entry."""
    found: dict[str, Entry] = {}
    for record in _records(listed):
        head, path = record.split("\t", 1)
        mode, object_id, stage = head.split(" ")
        found[path] = Entry(path, object_id, _KINDS.get(mode, "file")) if stage == "0" else _conflict(path)
    return found


def apply_diff(entries: Mapping[str, Entry], listed: bytes) -> dict[str, Entry]:
    """Give `entries` with the changes that `git diff-tree` or `git diff-index` print.

    Their `-r -z --raw --no-renames` is `:mode mode id id status NUL path`.
    """
    changed = dict(entries)
    fields = _records(listed)
    for head, path in zip(fields[::2], fields[1::2], strict=True):
        _, mode, _, object_id, status = head.split(" ")
        if status == "D":
            changed.pop(path, None)
        elif status == "U":
            changed[path] = _conflict(path)
        else:
            changed[path] = Entry(path, object_id, _KINDS.get(mode, "file"))
    return changed if changed.keys() <= entries.keys() else sorted_entries(changed)


def _records(listed: bytes) -> list[str]:
    return name_of(listed).split("\0")[:-1]


def _conflict(path: str) -> Entry:
    return Entry(path, CONFLICT, "special")


def sorted_entries(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Give `entries` in the order of their paths."""
    return {path: entries[path] for path in sorted(entries)}


class Status(Record):
    """One line of `git status`: how the working tree differs from the index at `raw`."""

    raw: bytes
    kind: str
    """`changed`, `deleted`, or `untracked`."""


def statuses(listed: bytes) -> Iterator[Status]:
    """Read `git status --porcelain=v1 -z --no-renames`; paths that equal their index entry are left out."""
    for record in listed.split(b"\0")[:-1]:
        code, raw = record[:2], record[3:]
        if code == b"??":
            yield Status(raw, "untracked")
        elif code in (b"DD", b"AU", b"UD", b"UA", b"DU", b"AA", b"UU"):
            yield Status(raw, "changed")
        elif code[1:] == b"D":
            yield Status(raw, "deleted")
        elif code[1:] != b" ":
            yield Status(raw, "changed")


class Listing(Record):
    """The entries of a snapshot, with its links worked out.

    A link to a file of the snapshot has that file's content id and is read as that file; for others `broken` says why
    they can't be read.
    """

    entries: Mapping[str, Entry]
    targets: Mapping[str, str]
    broken: Mapping[str, str]


def listing(entries: Mapping[str, Entry], read_link: Callable[[Entry], str]) -> Listing:
    """Work out the links among `entries`; `read_link` gives a link's text."""
    links = {path: read_link(entry) for path, entry in entries.items() if entry.kind == "symlink"}
    if not links:
        return Listing(MappingProxyType(entries), {}, {})
    files = {path for path, entry in entries.items() if entry.kind == "file"}
    targets, broken = {}, {}
    linked = dict(entries)
    for path in links:
        try:
            target = targets[path] = follow(path, links, files)
        except LinkError as error:
            broken[path] = str(error)
        else:
            linked[path] = entries[path]._replace(content_id=entries[target].content_id, size=entries[target].size)
    return Listing(MappingProxyType(linked), targets, broken)
