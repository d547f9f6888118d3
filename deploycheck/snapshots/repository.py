"""One git repository: its refs, its commits, and the listings that its snapshots share."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from deploycheck.model.entries import Entries
from deploycheck.model.snapshot import Entry
from deploycheck.snapshots.content import Algorithm, algorithm_of, name_of
from deploycheck.snapshots.git import Begun, Git, GitError, SnapshotError
from deploycheck.snapshots.listing import Listing, changes, folder_entries, index_entries, listing, tree_entries
from deploycheck.snapshots.objects import MissingObjectError, Objects


class Repository:
    """A repository, as far as snapshots need it."""

    def __init__(self, git: Git, root: Path | None, *, shallow: bool, algorithm: Algorithm) -> None:
        self.git = git
        self.root = root
        """The working tree's folder; None in a bare repository."""
        self.shallow = shallow
        """Whether the history was cut off."""
        self.algorithm: Algorithm = algorithm
        """What object ids are made with."""
        self.objects = Objects(git)
        self._commits: dict[str, _Commit] = {}
        self._trees: dict[str, Entries] = {}
        self._begun: dict[str, Begun] = {}
        self._origin = ""
        """The tree that was listed first: others are told as what differs from it."""
        self._listings: dict[str, Listing] = {}

    @cached_property
    def head(self) -> str:
        """The commit that is checked out; empty before the first commit."""
        return self.commit("HEAD") or ""

    @cached_property
    def branch(self) -> str:
        """The branch that is checked out; empty when the head is detached."""
        return self.git.line("symbolic-ref", "--quiet", "--short", "HEAD")

    def commit(self, ref: str) -> str | None:
        """Resolve a ref to a commit's id; None when git knows no such commit."""
        if not ref or ref.startswith("-") or "\0" in ref or "\n" in ref:
            return None
        try:
            return self._commit(ref).id
        except MissingObjectError:
            return None

    def _commit(self, ref: str) -> "_Commit":
        if ref not in self._commits:
            commit, content = self.objects.named(f"{ref}^{{commit}}")
            self._commits[ref] = self._commits[commit] = _commit_of(commit, content)
        return self._commits[ref]

    def parents(self, commit: str) -> tuple[str, ...]:
        """Give the parents that the commit itself names, also those that a shallow clone left out."""
        return self._commit(commit).parents

    def merge_base(self, one: str, other: str) -> str | None:
        """Give the best common ancestor of two commits; None when there is none in this clone."""
        return self.git.line("merge-base", one, other).partition("\n")[0] or None

    def remote_default(self) -> str:
        """Give the ref that `origin/HEAD` stands for; empty when it isn't set."""
        return self.git.line("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")

    def lone_branch(self) -> str:
        """Give the full name of the only branch of a repository without remote branches, else an empty text."""
        listed = self.git.line("for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes").split("\n")
        return listed[0] if len(listed) == 1 and listed[0].startswith("refs/heads/") else ""

    def refs(self) -> list[str]:
        """Give the short names of branches and tags."""
        listed = self.git.line("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")
        return listed.split("\n") if listed else []

    def refs_digest(self) -> str:
        """Digest where every ref stands."""
        from hashlib import sha256

        return sha256(self.git.run("for-each-ref", "--format=%(objectname) %(refname)")).hexdigest()

    def index(self, *, honour_variable: bool) -> Entries:
        """List the index; `honour_variable` means the one that GIT_INDEX_FILE names."""
        return self.head_entries().varied(self.index_changes(honour_variable=honour_variable))

    def head_entries(self) -> Entries:
        """List HEAD; nothing before the first commit."""
        return self._entries(self.tree(self.head)) if self.head else Entries({})

    def index_changes(self, *, honour_variable: bool) -> Mapping[str, Entry | None]:
        """Tell the index as what differs from HEAD (None: a path that is gone); all of it before the first commit."""
        begun = None if honour_variable else self._begun.pop(_INDEX, None)
        listed = (begun or self._begin_index(honour_variable=honour_variable)).output()
        return changes(listed) if self.head else index_entries(listed)

    def _begin_index(self, *, honour_variable: bool) -> Begun:
        if not self.head:
            return self.git.begin("ls-files", "--stage", "-z", index=honour_variable)
        options = ("--cached", "-r", "-z", "--raw", "--no-renames", "--ignore-submodules=none")
        return self.git.begin("diff-index", *options, self.head, "--", index=honour_variable)

    def listing(self, commit: str) -> Listing:
        """List a commit; a second commit costs only what differs, and an equal tree is the same object."""
        tree = self.tree(commit)
        if tree not in self._listings:
            self._listings[tree] = listing(self._entries(tree), self.link_text)
        return self._listings[tree]

    def tree(self, commit: str) -> str:
        """Give the id of a commit's tree: it stands for all of its content."""
        return self._commit(commit).tree

    def root_entries(self, commit: str) -> Mapping[str, Entry]:
        """List the files at the root of a commit; folders are left out."""
        try:
            return folder_entries(self.objects.read(self.tree(commit)), _ID_BYTES[self.algorithm])
        except MissingObjectError as error:
            raise _cannot_list(error) from None

    def expect(self, commit: str) -> None:
        """Let git list a commit while others work: `listing` will be asked for it."""
        tree = self.tree(commit)
        if tree not in self._trees and tree not in self._begun:
            self._begun[tree] = self._begin(tree)

    def expect_worktree(self) -> None:
        """Let git look at index and working tree while others work, and list HEAD, from which they are told."""
        if _STATUS not in self._begun:
            self._begun[_STATUS] = self._begin_status()
            self._begun[_INDEX] = self._begin_index(honour_variable=False)
        if self.head:
            self.expect(self.head)

    def _begin(self, tree: str) -> Begun:
        if self._origin:
            return self.git.begin("diff-tree", "-r", "-z", "--raw", "--no-renames", self._origin, tree)
        self._origin = tree
        return self.git.begin("ls-tree", "-r", "-z", "--full-tree", tree)

    def _entries(self, tree: str) -> Entries:
        if tree not in self._trees:
            try:
                begun = self._begun.pop(tree, None) or self._begin(tree)
                listed = begun.output()
            except GitError as error:
                raise _cannot_list(error) from None
            known = None if tree == self._origin else self._entries(self._origin)
            self._trees[tree] = known.varied(changes(listed)) if known is not None else tree_entries(listed)
        return self._trees[tree]

    def link_text(self, entry: Entry) -> str:
        """Give the text of a link that git keeps; empty when it can't be read."""
        try:
            return name_of(self.objects.read(entry.content_id))
        except MissingObjectError:
            return ""

    def dirty(self) -> bool:
        """Whether the working tree or the index differ from HEAD; untracked files count."""
        return bool(self.status)

    @cached_property
    def status(self) -> bytes:
        """Give git's own verdict on every file of the working tree, as `git status -z` prints it; asked for once."""
        return (self._begun.pop(_STATUS, None) or self._begin_status()).output()

    def _begin_status(self) -> Begun:
        options = ("--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
        return self.git.begin("status", *options, filters=True)


def find_repository(folder: Path) -> Repository | None:
    """Give the repository around `folder`; None outside of one; raises SnapshotError where git refuses to look."""
    git = Git(folder)
    told = git.line("rev-parse", *_ABOUT, "--show-toplevel")
    if not told:  # outside of a repository, inside of a bare one, or not allowed
        try:
            told = git.run("rev-parse", *_ABOUT).decode("utf-8", "surrogateescape")
        except GitError as error:
            if "not a git repository" in str(error):
                return None
            raise SnapshotError(f"git refuses to read the repository at {folder}: {error}") from None
    shallow, form, top = told.split("\n", 2)
    root = Path(top) if top else None
    algorithm = algorithm_of("0" * 64 if form == "sha256" else "")
    return Repository(Git(root) if root else git, root, shallow=shallow == "true", algorithm=algorithm)


_ABOUT = ("--is-shallow-repository", "--show-object-format")
_INDEX, _STATUS = "index", "status"
"""What is begun beside the listings of trees, which go by their ids."""
_ID_BYTES: Mapping[Algorithm, int] = {"sha1": 20, "sha256": 32}


class _Commit(NamedTuple):
    id: str
    tree: str
    parents: tuple[str, ...]


def _commit_of(commit: str, content: bytes) -> _Commit:
    lines = content.partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
    words = [line.split(" ") for line in lines]
    trees = [word[1] for word in words if word[0] == "tree"]
    return _Commit(commit, trees[0], tuple(word[1] for word in words if word[0] == "parent"))


def _cannot_list(error: Exception) -> SnapshotError:
    return SnapshotError(f"git can't list the commit ({error}); in a partial clone, fetch it whole")
