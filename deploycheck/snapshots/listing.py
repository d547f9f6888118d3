"""git's NUL-separated listings as entries."""

from collections.abc import Callable, Iterator, Mapping

from deploycheck.model.entries import Entries, Records
from deploycheck.model.record import Record
from deploycheck.model.snapshot import Entry, EntryKind
from deploycheck.snapshots.content import name_of
from deploycheck.snapshots.links import LinkError, follow

_KINDS: dict[str, EntryKind] = {"120000": "symlink", "160000": "submodule"}
_FILE = "100"
"""How the modes of files begin, those that can be executed included."""
_FOLDER = b"40000"
CONFLICT = "conflict"
"""Stands for the content id of a path with merge conflicts."""


def tree_entries(listed: bytes) -> Entries:
    """Read `git ls-tree -r -z`: `mode type id TAB path`."""
    text = name_of(listed)
    records = text.split("\0")[:-1]
    if not records:
        return Entries({})
    if text.startswith(_FILE) and text.count(f"\0{_FILE}") == len(records) - 1:  # files alone: all begin equally long
        start = text.index("\t") + 1
        return Entries({}, Records(dict(zip([record[start:] for record in records], records, strict=True)), _made))
    found = {record.partition("\t")[2]: record for record in records}
    odd = frozenset(path for path, record in found.items() if not record.startswith(_FILE))
    return Entries({}, Records(found, _made, odd))


def _made(path: str, record: str) -> Entry:
    mode, _, object_id = record[: len(record) - len(path) - 1].split(" ")
    return Entry(path, object_id, _KINDS.get(mode, "file"))


def folder_entries(tree: bytes, id_bytes: int) -> dict[str, Entry]:
    """Read a tree object, `mode SPACE name NUL id` with `id_bytes` of an id; folders are left out."""
    found: dict[str, Entry] = {}
    start = 0
    while start < len(tree):
        end = tree.index(b"\0", start)
        mode, _, raw = tree[start:end].partition(b" ")
        start = end + 1 + id_bytes
        if mode != _FOLDER:
            path = name_of(raw)
            found[path] = Entry(path, tree[end + 1 : start].hex(), _KINDS.get(mode.decode(), "file"))
    return found


def index_entries(listed: bytes) -> dict[str, Entry | None]:
    """Read `git ls-files -s -z`: `mode id stage TAB path`. A path with several stages becomes one unreadable entry."""
    found: dict[str, Entry | None] = {}
    for record in _records(listed):
        head, path = record.split("\t", 1)
        mode, object_id, stage = head.split(" ")
        found[path] = Entry(path, object_id, _KINDS.get(mode, "file")) if stage == "0" else _conflict(path)
    return found


def changes(listed: bytes) -> dict[str, Entry | None]:
    """Read what `git diff-tree` or `git diff-index` print; None stands for a path that is gone.

    Their `-r -z --raw --no-renames` is `:mode mode id id status NUL path`.
    """
    found: dict[str, Entry | None] = {}
    fields = _records(listed)
    for head, path in zip(fields[::2], fields[1::2], strict=True):
        _, mode, _, object_id, status = head.split(" ")
        if status == "D":
            found[path] = None
        elif status == "U":
            found[path] = _conflict(path)
        else:
            found[path] = Entry(path, object_id, _KINDS.get(mode, "file"))
    return found


def identity(tree: str, changed: Mapping[str, Entry | None]) -> str:
    """Name what a tree and what differs from it hold together: equal names, equal content."""
    told = (f"{path}\0{one.content_id}\0{one.kind}" if one else f"{path}\0" for path, one in sorted(changed.items()))
    return "\0".join((tree, *told))


def _records(listed: bytes) -> list[str]:
    return name_of(listed).split("\0")[:-1]


def _conflict(path: str) -> Entry:
    return Entry(path, CONFLICT, "special")


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

    entries: Entries
    targets: Mapping[str, str]
    broken: Mapping[str, str]


class _Files:
    """The paths that are plain files."""

    def __init__(self, entries: Entries) -> None:
        self._entries = entries

    def __contains__(self, path: object) -> bool:
        return path in self._entries and path not in self._entries.odd


def listing(entries: Entries, read_link: Callable[[Entry], str]) -> Listing:
    """Work out the links among `entries`; `read_link` gives a link's text."""
    odd = ((path, entries[path]) for path in sorted(entries.odd))
    links = {path: read_link(entry) for path, entry in odd if entry.kind == "symlink"}
    files = _Files(entries)
    targets, broken = {}, {}
    linked: dict[str, Entry | None] = {}
    for path in links:
        try:
            target = targets[path] = follow(path, links, files)
        except LinkError as error:
            broken[path] = str(error)
        else:
            linked[path] = entries[path]._replace(content_id=entries[target].content_id, size=entries[target].size)
    return Listing(entries.varied(linked), targets, broken)
