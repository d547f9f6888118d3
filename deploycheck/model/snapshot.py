"""What the engine knows of a snapshot: a listing with content ids, and bytes on demand."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from deploycheck.model.errors import UnreadableError as UnreadableError  # noqa: PLC0414  raised by `read`
from deploycheck.model.record import Record

MAX_BYTES = 64 * 1024 * 1024
"""Files above aren't read."""

EntryKind = Literal["file", "symlink", "submodule", "special"]
Basis = Literal["deployments", "declared", "assumed"]


class Entry(NamedTuple):
    """One path of a snapshot, as cheap as can be: there may be a million of them.

    `content_id` is the git blob id of the content, whatever the snapshot's kind, so that ids of two snapshots compare.
    `size` is in bytes, None when it isn't known without reading.
    """

    path: str
    content_id: str
    kind: EntryKind = "file"
    size: int | None = None


class SnapshotInfo(Record):
    """Which snapshot this is; `commit` is a full object id, `ref` what the user wrote."""

    kind: Literal["git", "index", "worktree", "dir", "file", "empty"]
    ref: str = ""
    commit: str = ""
    basis: Basis | None = None

    def __str__(self) -> str:
        match self.kind:
            case "git" if not self.commit:
                return self.ref  # put together from several commits
            case "git":
                short = self.commit[:9]
                return short if not self.ref or self.commit.startswith(self.ref) else f"{self.ref} ({short})"
            case "dir" | "file":
                return self.ref
            case "index":
                return "the index"
            case "worktree":
                return "the working tree"
            case _:
                return "nothing (first commit)"


class PastContent(Record):
    """What a file held for a while: from the commit of `since`, until the one of `until` replaced it (None: still)."""

    commit: str
    since: date
    until: date | None
    data: bytes


class History(Protocol):
    """When lines of files were last changed, and what files held before; None where nobody knows.

    Nobody knows in folders and in shallow clones.
    """

    def line_dates(self, path: str) -> Mapping[int, date] | None:
        """Give the date of the last change of each line of `path` (lines count from 1)."""
        ...

    def contents(self, path: str) -> "tuple[PastContent, ...] | None":
        """Give the different contents of `path` along the first parents, oldest first; the last one is still there."""
        ...


class Snapshot(Protocol):
    """The estate's files at one moment."""

    @property
    def info(self) -> SnapshotInfo:
        """What this is a snapshot of."""
        ...

    @property
    def history(self) -> History | None:
        """Dates from version control, where there is one."""
        ...

    def entries(self) -> Mapping[str, Entry]:
        """Give every path with its content id, sorted by path."""
        ...

    def read(self, path: str) -> bytes:
        """Give the content of `path`; raises UnreadableError."""
        ...

    def close(self) -> None:
        """Give back processes and handles."""
        ...


@runtime_checkable
class Rooted(Protocol):
    """A snapshot that tells what it is made of, and what lies at its root, without listing the rest."""

    @property
    def identity(self) -> str:
        """What stands for all names and all content: equal identities, equal listings."""
        ...

    def root(self) -> Mapping[str, Entry]:
        """Give the paths without a folder."""
        ...


@runtime_checkable
class Plural(Protocol):
    """A snapshot of which many files are read sooner together than one by one."""

    def read_many(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Give the content of some files, a few hundred at most; what can't be read, or is big, is left out."""
        ...


@runtime_checkable
class Expectant(Protocol):
    """A snapshot that can be listed while others work."""

    def expect(self) -> None:
        """Begin to list it; `entries` will be asked for."""
        ...


def at_root(snapshot: Snapshot, name: str) -> bool:
    """Whether a file of this name lies at the root, asked as cheaply as the snapshot allows."""
    return name in (snapshot.root() if isinstance(snapshot, Rooted) else snapshot.entries())


def below(paths: Iterable[str], folder: str) -> bool:
    """Whether any of `paths` lies in `folder` (`` or `.` is the root)."""
    if folder in ("", "."):
        return any(True for _ in paths)
    prefix = folder.rstrip("/") + "/"
    return any(path.startswith(prefix) or path == folder for path in paths)
