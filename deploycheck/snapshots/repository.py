"""One git repository: its refs, its commits, and the listings that its snapshots share."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from deploycheck.model.snapshot import Entry
from deploycheck.snapshots.content import Algorithm, algorithm_of, name_of
from deploycheck.snapshots.git import Git, GitError, SnapshotError
from deploycheck.snapshots.listing import Listing, apply_diff, index_entries, listing, tree_entries
from deploycheck.snapshots.objects import MissingObjectError, Objects

_OBJECT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class Repository:
    """A repository, as far as snapshots need it."""

    def __init__(self, git: Git, root: Path | None) -> None:
        self.git = git
        self.root = root
        """The working tree's folder; None in a bare repository."""
        self.objects = Objects(git)
        self._trees: dict[str, Mapping[str, Entry]] = {}
        self._listings: dict[str, Listing] = {}

    @cached_property
    def shallow(self) -> bool:
        """Whether the history was cut off."""
        return self.git.line("rev-parse", "--is-shallow-repository") == "true"

    @cached_property
    def algorithm(self) -> Algorithm:
        """What object ids are made with."""
        return algorithm_of("0" * 64 if self.git.line("rev-parse", "--show-object-format") == "sha256" else "")

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
        found = self.git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        return found if _OBJECT_ID.fullmatch(found) else None

    def parents(self, commit: str) -> tuple[str, ...]:
        """Give the parents that the commit itself names, also those that a shallow clone left out."""
        lines = self.git.run("cat-file", "commit", commit).partition(b"\n\n")[0].splitlines()
        return tuple(line.split()[1].decode() for line in lines if line.startswith(b"parent "))

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

    def index(self, *, honour_variable: bool) -> dict[str, Entry]:
        """List the index, as what differs from HEAD; `honour_variable` means the index that GIT_INDEX_FILE names."""
        if not self.head:
            return index_entries(self.git.run("ls-files", "--stage", "-z", index=honour_variable))
        options = ("--cached", "-r", "-z", "--raw", "--no-renames", "--ignore-submodules=none")
        differing = self.git.run("diff-index", *options, self.head, "--", index=honour_variable)
        return apply_diff(self._entries(self.tree(self.head)), differing)

    def listing(self, commit: str) -> Listing:
        """List a commit; a second commit costs only what differs, and an equal tree is the same object."""
        tree = self.tree(commit)
        if tree not in self._listings:
            self._listings[tree] = listing(self._entries(tree), self.link_text)
        return self._listings[tree]

    def tree(self, commit: str) -> str:
        """Give the id of a commit's tree: it stands for all of its content."""
        return self.git.line("rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}")

    def root_entries(self, commit: str) -> Mapping[str, Entry]:
        """List the files at the root of a commit; folders are left out."""
        return tree_entries(self.git.run("ls-tree", "-z", "--full-tree", commit))

    def _entries(self, tree: str) -> Mapping[str, Entry]:
        if tree not in self._trees:
            self._trees[tree] = self._list(tree)
        return self._trees[tree]

    def link_text(self, entry: Entry) -> str:
        """Give the text of a link that git keeps; empty when it can't be read."""
        try:
            return name_of(self.objects.read(entry.content_id))
        except MissingObjectError:
            return ""

    def _list(self, tree: str) -> Mapping[str, Entry]:
        try:
            if self._trees:
                known, entries = next(iter(self._trees.items()))
                return apply_diff(entries, self.git.run("diff-tree", "-r", "-z", "--raw", "--no-renames", known, tree))
            return tree_entries(self.git.run("ls-tree", "-r", "-z", "--full-tree", tree))
        except GitError as error:
            raise SnapshotError(f"git can't list the commit ({error}); in a partial clone, fetch it whole") from None

    def dirty(self) -> bool:
        """Whether the working tree or the index differ from HEAD; untracked files count."""
        return bool(self.status)

    @cached_property
    def status(self) -> bytes:
        """Give git's own verdict on every file of the working tree, as `git status -z` prints it; asked for once."""
        return self.git.run(
            "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all",
            filters=True,
        )  # fmt: skip


def find_repository(folder: Path) -> Repository | None:
    """Give the repository around `folder`; None outside of one; raises SnapshotError where git refuses to look."""
    git = Git(folder)
    try:
        git.run("rev-parse", "--git-dir")
    except GitError as error:
        if "not a git repository" in str(error):
            return None
        raise SnapshotError(f"git refuses to read the repository at {folder}: {error}") from None
    top = git.line("rev-parse", "--show-toplevel")
    if not top:
        return Repository(git, None)
    root = Path(top)
    return Repository(Git(root), root)
