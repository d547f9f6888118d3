"""What a change is compared with when nobody says it: a ladder of guesses, the first that applies."""

from collections.abc import Mapping
from typing import Literal, NoReturn, Protocol

from deploycheck.model.record import Record
from deploycheck.snapshots.git import SnapshotError

HeadKind = Literal["git", "index", "worktree"]

TARGET_VARIABLES = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "CHANGE_TARGET",
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
    "CI_COMMIT_TARGET_BRANCH",
    "DRONE_TARGET_BRANCH",
)
"""Variables in which CI names the branch that a pull request would be merged into, without or with `refs/heads/`."""
MERGE_VARIABLES = ("GITHUB_REF", "BUILD_SOURCEBRANCH", "CI_MERGE_REQUEST_EVENT_TYPE")
"""Variables that tell that CI checked out a merge commit of its own making."""
CI_VARIABLES = (*TARGET_VARIABLES, *MERGE_VARIABLES)
"""All that this module asks for; whoever calls it reads the environment."""

_OWN_MERGES = ("merged_result", "merge_train")
_BRANCHES = ("main", "master")


class Commits(Protocol):
    """What the ladder asks of a repository."""

    @property
    def shallow(self) -> bool:
        """Whether the history was cut off."""
        ...

    def commit(self, ref: str) -> str | None:
        """Resolve a ref to a commit's id."""
        ...

    def parents(self, commit: str) -> tuple[str, ...]:
        """Give the parents that the commit itself names."""
        ...

    def merge_base(self, one: str, other: str) -> str | None:
        """Give the best common ancestor."""
        ...

    def remote_default(self) -> str:
        """Give the ref that `origin/HEAD` stands for, or an empty text."""
        ...

    def lone_branch(self) -> str:
        """Give the name of the only branch of a repository without remotes, or an empty text."""
        ...

    def dirty(self) -> bool:
        """Whether the working tree differs from HEAD."""
        ...


class Base(Record):
    """The commit to compare with (empty: nothing, the state before the first commit), and why, for people."""

    commit: str
    reason: str


def default_base(commits: Commits, head: str, kind: HeadKind, ci: Mapping[str, str]) -> Base:
    """Climb the ladder for the commit `head` (empty before the first commit); raises SnapshotError when no rung holds.

    `kind` tells what is proposed: that commit, or the index or working tree on top of it. `ci` holds variables of
    CI_VARIABLES.
    """
    if not head:
        return Base("", "there is no commit yet")
    if _made_by_ci(ci) and len(commits.parents(head)) > 1:
        return _first_parent(commits, head, "the first parent of the merge commit that CI made")
    named = _named_target(ci)
    target = _target(commits, named)
    if target is None:
        _without_target(commits, named)
    name, tip = target
    base = commits.merge_base(head, tip)
    if base is None:
        _no_common_commit(commits, name)
    if base == head:
        return _on_the_branch(commits, head, kind, name)
    return Base(base, f"where this branch left {name}")


def names_change(ci: Mapping[str, str]) -> bool:
    """Whether CI says that it runs for a pull request: what it checked out is then somebody's proposal."""
    return bool(_named_target(ci)) or _made_by_ci(ci)


def _made_by_ci(ci: Mapping[str, str]) -> bool:
    refs = (ci.get("GITHUB_REF", ""), ci.get("BUILD_SOURCEBRANCH", ""))
    own = any(ref.startswith("refs/pull/") and ref.endswith("/merge") for ref in refs)
    return own or ci.get("CI_MERGE_REQUEST_EVENT_TYPE") in _OWN_MERGES


def _named_target(ci: Mapping[str, str]) -> str:
    named = next((ci[name] for name in TARGET_VARIABLES if ci.get(name)), "")
    return named.removeprefix("refs/heads/")


def _target(commits: Commits, named: str) -> tuple[str, str] | None:
    """Give name and tip of the target branch; None when nothing of that name is in this clone."""
    names = [named] if named else list(_BRANCHES)
    refs = [ref for name in names for ref in (f"refs/remotes/origin/{name}", f"refs/heads/{name}")]
    if not named:
        refs = [*filter(None, [commits.remote_default()]), *refs, *filter(None, [commits.lone_branch()])]
    for ref in refs:
        if tip := commits.commit(ref):
            return ref.removeprefix("refs/remotes/").removeprefix("refs/heads/"), tip
    return None


def _on_the_branch(commits: Commits, head: str, kind: HeadKind, name: str) -> Base:
    if kind == "index" or (kind == "worktree" and commits.dirty()):
        return Base(head, f"HEAD, on {name} itself")
    return _first_parent(commits, head, f"the first parent of HEAD, on {name} itself")


def _first_parent(commits: Commits, head: str, reason: str) -> Base:
    parents = commits.parents(head)
    if not parents:
        return Base("", "the first commit has no parent")
    if commits.commit(parents[0]) is None:
        raise SnapshotError(
            "this clone ends before the commit to compare with; run `git fetch --deepen=1 origin`, or give --base"
        )
    return Base(parents[0], reason)


def _without_target(commits: Commits, named: str) -> NoReturn:
    if named:
        fetch = f"git fetch {_depth(commits)}origin +refs/heads/{named}:refs/remotes/origin/{named}"
        raise SnapshotError(f"the target branch {named} isn't in this clone; run `{fetch}`, or give --base")
    fetch = f"git fetch {_depth(commits)}origin +refs/heads/*:refs/remotes/origin/*"
    raise SnapshotError(
        f"no branch to compare with was found (neither origin/HEAD nor main nor master); run `{fetch}`, or give --base"
    )


def _no_common_commit(commits: Commits, name: str) -> NoReturn:
    if commits.shallow:
        raise SnapshotError(
            f"this clone is too shallow to hold the commit where this branch left {name}; "
            "run `git fetch --unshallow origin`, or give --base"
        )
    raise SnapshotError(f"HEAD and {name} have no commit in common; give --base")


def _depth(commits: Commits) -> str:
    return "--unshallow " if commits.shallow else ""
