"""Which snapshots a run compares: what the user names, what a record of deployments says, or a good guess."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from deploycheck.domains.services.deployments import FILE as DEPLOYMENTS
from deploycheck.domains.services.deployments import Deployments, load_deployments
from deploycheck.engine.gate import Trust
from deploycheck.model.errors import SourceError, UsageError
from deploycheck.model.finding import Problem
from deploycheck.model.snapshot import Basis, Snapshot, UnreadableError
from deploycheck.model.suggest import did_you_mean
from deploycheck.snapshots import Resolver

Place = str | Path | Snapshot
Everywhere = tuple[tuple[str, ...], dict[str, tuple[tuple[Snapshot, ...], Basis]]]


@dataclass(frozen=True, slots=True)
class Found:
    """The snapshots of a run. `around` is the repository or folder that holds settings where a file is compared."""

    live: tuple[Snapshot, ...]
    head: Snapshot
    basis: Basis
    root: Path
    trust: Trust
    declared: bool
    around: Snapshot | None = None
    problems: tuple[Problem, ...] = ()
    resolver: Resolver | None = field(default=None, compare=False)

    def settings_from(self, trust: Trust) -> Snapshot:
        """Give the snapshot whose settings, waivers and policies hold."""
        if self.around is not None:
            return self.around
        base = self.live[0]
        return base if trust == "base" and base.info.kind != "empty" else self.head

    def deployments(self, environments: Sequence[str], stack: ExitStack) -> Everywhere:
        """Give the environments to judge for, and what is live in those that a record speaks of.

        Raises UsageError for an environment that neither the record nor a manifest knows.
        """
        record = _record(self.head)
        named = tuple(dict.fromkeys(environments))
        if record is None or self.declared or self.resolver is None:
            return named, {}
        known = record.environments
        chosen = named or (tuple(known) if len(known) == 1 else ())
        found: dict[str, tuple[tuple[Snapshot, ...], Basis]] = {}
        for name in chosen:
            if name not in known:
                raise UsageError(f"{DEPLOYMENTS} knows no environment {name!r}{did_you_mean(name, known)}")
            refs = list(dict.fromkeys(ref for versions in known[name].values() for ref in versions))
            if refs:
                live = tuple(self.resolver.commit(ref, "deployments") for ref in refs)
                for snapshot in live:
                    stack.callback(snapshot.close)
                found[name] = (live, "deployments")
        return chosen, found


def locate(  # noqa: PLR0913, PLR0917  one question with its circumstances
    stack: ExitStack,
    base: Place | None,
    head: Place | None,
    root: str | Path,
    ci: Mapping[str, str],
    live: Sequence[Place] = (),
) -> Found:
    """Open base, head and further live versions; they are closed with `stack`. Raises UsageError."""
    folder = Path(root)
    resolver = Resolver(folder)
    if base is None or isinstance(base, str | Path):
        sides = resolver.sides(_word(base), None if head is None else _word(head), ci) if not _given(head) else None
        if sides is None:
            raise UsageError("with a snapshot as head, give a snapshot as base")
        before, after = sides.base, sides.head
    else:
        before = base
        after = (
            head if head is not None and not isinstance(head, str | Path) else resolver.open(_word(head) or "worktree")
        )
    for snapshot in (before, after):
        stack.callback(snapshot.close)
    more = tuple(one if not isinstance(one, str | Path) else resolver.open(str(one)) for one in live)
    single = after.info.kind == "file"
    return Found(
        live=(before, *more),
        head=after,
        basis=before.info.basis or ("declared" if base is not None else "assumed"),
        root=folder,
        trust=_trust(after, ci, head),
        declared=base is not None,
        around=working_snapshot(stack, folder) if single else None,
        resolver=resolver,
    )


def _given(place: Place | None) -> bool:
    return place is not None and not isinstance(place, str | Path)


def _word(place: Place | None) -> str | None:
    return None if place is None else str(place)


def _trust(head: Snapshot, ci: Mapping[str, str], given: Place | None) -> Trust:
    """Let not the judged judge: base's settings hold for a pull request in CI, or where head is a ref."""
    pull_request = any(
        ci.get(name)
        for name in (
            "GITHUB_BASE_REF",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
            "BITBUCKET_PR_DESTINATION_BRANCH",
            "SYSTEM_PULLREQUEST_TARGETBRANCH",
            "CHANGE_TARGET",
        )
    )
    return "base" if pull_request or (given is not None and head.info.kind == "git") else "head"


def working_snapshot(stack: ExitStack, root: Path) -> Snapshot:
    """Open the working tree around `root`, or the folder itself outside of git."""
    resolver = Resolver(root)
    snapshot = resolver.open("worktree" if resolver.repository else "dir:.")
    stack.callback(snapshot.close)
    return snapshot


def _record(head: Snapshot) -> Deployments | None:
    """Read the record of what runs where, from head: it is written there as things are deployed."""
    if DEPLOYMENTS not in head.entries():
        return None
    try:
        return load_deployments(head.read(DEPLOYMENTS), DEPLOYMENTS)
    except SourceError as error:
        raise UsageError(f"{DEPLOYMENTS}:{error.line}: {error.message}") from None
    except UnreadableError as error:
        raise UsageError(f"{DEPLOYMENTS}: {error.reason}") from None
