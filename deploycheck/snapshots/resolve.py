"""What `--base` and `--head` mean, and which snapshots they open.

`git:REF`, `dir:PATH`, `file:PATH`, `index`, `worktree`, or a bare word: a ref if git knows it, else a path.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from deploycheck.model.record import Record
from deploycheck.model.snapshot import Basis, Snapshot
from deploycheck.model.suggest import did_you_mean
from deploycheck.snapshots.content import Algorithm
from deploycheck.snapshots.default_base import default_base
from deploycheck.snapshots.folder import EmptySnapshot, FileSnapshot, FolderSnapshot
from deploycheck.snapshots.git import SnapshotError
from deploycheck.snapshots.repository import Repository, find_repository
from deploycheck.snapshots.stored import CommitSnapshot, IndexSnapshot
from deploycheck.snapshots.worktree import WorktreeSnapshot

_NO_REPOSITORY = "this folder isn't in a git repository; say what runs now with --base dir:PATH or --base file:PATH"


class Sides(Record):
    """Both sides of a comparison; `reason` says why this base, empty when the user named it.

    `alone`: nothing says what runs, so that base is head once more.
    """

    base: Snapshot
    head: Snapshot
    reason: str = ""
    alone: bool = False

    def close(self) -> None:
        """Close both snapshots."""
        self.base.close()
        self.head.close()


class Resolver:
    """Opens snapshots, as seen from one folder. Every method raises SnapshotError with what to do about it."""

    def __init__(self, folder: Path, kept: ExitStack | None = None) -> None:
        """See from `folder`; what reads objects is kept until `kept` ends, so that it need not start for each ref."""
        self._folder = folder
        self._kept = kept

    @cached_property
    def repository(self) -> Repository | None:
        """The repository around the folder."""
        found = find_repository(self._folder)
        if found is not None and self._kept is not None:
            self._kept.enter_context(found.objects)
        return found

    @property
    def tree(self) -> Path:
        """The folder of the working tree; the folder itself outside of git, or where git can't be asked."""
        repository = self._quiet_repository
        return repository.root if repository and repository.root else self._folder

    def history_state(self) -> tuple[str, bool]:
        """Give what dates of lines depend on beside content: the commit that is checked out, and whether any is cut."""
        repository = self._quiet_repository
        return (repository.head, repository.shallow) if repository else ("", False)

    def refs_state(self) -> str:
        """Give where every branch and tag stands, as one digest: what a recorded name means may change with them."""
        repository = self._quiet_repository
        return repository.refs_digest() if repository else ""

    def sides(self, base: str | None, head: str | None, ci: Mapping[str, str], *, alone: bool = False) -> Sides:
        """Open head (by default the working tree; the folder itself outside of git) and base (by default a guess).

        `ci` holds variables of `default_base.CI_VARIABLES`. With `alone` a base that nobody can guess is head once
        more: for questions about one state.
        """
        proposed = self._default_head() if head is None else self.open(head)
        if base is not None:
            return Sides(self.open(base, "declared", name=_single_name(proposed)), proposed)
        try:
            return self._guess(proposed, head, ci)
        except SnapshotError as error:
            if not alone:
                raise
            return Sides(self._default_head() if head is None else self.open(head), proposed, str(error), alone=True)

    def _guess(self, proposed: Snapshot, head: str | None, ci: Mapping[str, str]) -> Sides:
        kind = proposed.info.kind
        if kind not in ("git", "index", "worktree"):
            raise SnapshotError(
                _NO_REPOSITORY if head is None else f"with --head {head}, say what runs now with --base"
            )
        repository = self._needed()
        guess = default_base(repository, proposed.info.commit or repository.head, kind, ci)
        if not guess.commit:
            return Sides(EmptySnapshot("assumed"), proposed, guess.reason)
        return Sides(CommitSnapshot(repository, guess.commit, basis="assumed"), proposed, guess.reason)

    def open(self, text: str, basis: Basis | None = None, name: str = "") -> Snapshot:
        """Open what one option names; `name` is what a single file is called, so that two files can be compared."""
        if text == "index":
            return IndexSnapshot(self._needed(), basis)
        if text == "worktree":
            return WorktreeSnapshot(self._needed(), basis)
        form, colon, rest = text.partition(":")
        if colon and not rest and form in ("dir", "file"):
            raise SnapshotError(f"{text!r} names no place; a path goes behind the colon")
        match form if colon else "":
            case "git":
                return self.commit(rest, basis)
            case "dir":
                return FolderSnapshot(self._folder / rest, basis, self._algorithm, rest)
            case "file":
                return FileSnapshot(self._folder / rest, basis, self._algorithm, rest, name)
            case _:
                return self._bare(text, basis, name)

    def around(self, *, deep: bool) -> Snapshot:
        """Open the working tree around the folder; outside of git the folder, or, not `deep`, its own files alone.

        A bare repository has none: the commit that its HEAD names stands for it.
        """
        if self.repository and self.repository.root is None:
            head = self.repository.head
            return CommitSnapshot(self.repository, head, "HEAD") if head else EmptySnapshot()
        if self.repository:
            return WorktreeSnapshot(self.repository)
        return FolderSnapshot(self._folder, ref=".", deep=deep)

    def commit(self, ref: str, basis: Basis | None = None) -> CommitSnapshot:
        """Open the commit that a ref names."""
        repository = self._needed()
        commit = repository.commit(ref)
        if commit is None:
            raise SnapshotError(f"git knows no commit {ref!r}{_hint(repository, ref)}")
        return CommitSnapshot(repository, commit, ref, basis)

    def _bare(self, text: str, basis: Basis | None, name: str) -> Snapshot:
        place = self._folder / text
        exists = bool(text) and "\0" not in text and place.exists()
        repository = self._quiet_repository
        known = repository is not None and repository.commit(text) is not None
        if known and exists:
            raise SnapshotError(f"{text!r} is a git ref and a path; say git:{text}, or {_form(place)}:{text}")
        if known:
            return self.commit(text, basis)
        if exists:
            return self.open(f"{_form(place)}:{text}", basis, name)
        hint = _hint(repository, text) if repository else ""
        raise SnapshotError(f"{text!r} is no git ref and no path{hint}")

    def _default_head(self) -> Snapshot:
        repository = self.repository
        return WorktreeSnapshot(repository) if repository else FolderSnapshot(self._folder, ref=".")

    def _needed(self) -> Repository:
        if self.repository is None:
            raise SnapshotError(_NO_REPOSITORY)
        return self.repository

    @cached_property
    def _quiet_repository(self) -> Repository | None:
        """The repository, or None also where git is missing or refuses: folders and files do without."""
        try:
            return self.repository
        except SnapshotError:
            return None

    @cached_property
    def _algorithm(self) -> Algorithm:
        return self._quiet_repository.algorithm if self._quiet_repository else "sha1"


def _single_name(snapshot: Snapshot) -> str:
    return next(iter(snapshot.entries())) if snapshot.info.kind == "file" else ""


def _form(place: Path) -> str:
    return "dir" if place.is_dir() else "file"


def _hint(repository: Repository, ref: str) -> str:
    hint = did_you_mean(ref, repository.refs())
    if not hint and repository.shallow:
        return "; this clone is shallow: fetch the commit first (`git fetch --unshallow origin`)"
    return hint
