"""Which snapshots a run compares: what the user names, what a record of deployments says, or a good guess."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from deploycheck.engine.gate import Trust, read_configuration
from deploycheck.model.errors import UsageError
from deploycheck.model.finding import Problem
from deploycheck.model.record import Record
from deploycheck.model.snapshot import Basis, Snapshot
from deploycheck.snapshots import Resolver
from deploycheck.snapshots.default_base import names_change

Place = str | Path | Snapshot


class Found(Record):
    """The snapshots of a run. `around` is the repository or folder that holds settings where a file is compared."""

    live: tuple[Snapshot, ...]
    head: Snapshot
    basis: Basis
    root: Path
    trust: Trust
    declared: bool
    around: Snapshot | None = None
    problems: tuple[Problem, ...] = ()
    resolver: Resolver | None = None

    def settings_from(self, trust: Trust) -> Snapshot:
        """Give the snapshot whose settings, waivers and policies hold."""
        if self.around is not None:
            return self.around
        base = self.live[0]
        return base if trust == "base" and base.info.kind != "empty" else self.head

    def trees(self) -> Iterator[Path]:
        """Give the folders on disk that are checked."""
        if self.resolver is not None:
            yield self.resolver.tree
        for snapshot in (*self.live, self.head):
            if snapshot.info.kind == "dir":
                yield self.root / snapshot.info.ref


def locate(  # noqa: PLR0913, PLR0917  one question with its circumstances
    stack: ExitStack,
    base: Place | None,
    head: Place | None,
    root: str | Path,
    ci: Mapping[str, str],
    live: Sequence[Place] = (),
    *,
    alone: bool = False,
) -> Found:
    """Open base, head and further live versions; they are closed with `stack`. Raises UsageError.

    With `alone` head stands for what runs where nothing else says it.
    """
    folder = Path(root)
    resolver = Resolver(folder, stack)
    declared = base is not None
    if base is None or isinstance(base, str | Path):
        if _given(head):
            raise UsageError("with a snapshot as head, give a snapshot as base")
        sides = resolver.sides(_word(base), _word(head), ci, alone=alone)
        before, after, declared = sides.base, sides.head, declared or sides.alone
    else:
        before = base
        after = (
            head if head is not None and not isinstance(head, str | Path) else resolver.open(_word(head) or "worktree")
        )
    for snapshot in (before, after):
        stack.callback(snapshot.close)
        _holds_files(snapshot)
    more = tuple(one if not isinstance(one, str | Path) else resolver.open(str(one)) for one in live)
    single = after.info.kind == "file"
    return Found(
        live=(before, *more),
        head=after,
        basis=before.info.basis or ("declared" if declared else "assumed"),
        root=folder,
        trust=_trust(after, ci, head),
        declared=declared,
        around=settings_around(stack, resolver) if single else None,
        resolver=resolver,
    )


def _holds_files(snapshot: Snapshot) -> None:
    """Refuse a folder of which nothing can be read: nobody could tell it from a mistyped one.

    An empty one may be meant, for nothing runs yet. Raises UsageError.
    """
    entries = snapshot.entries().values() if snapshot.info.kind == "dir" else ()
    if entries and not any(entry.kind == "file" for entry in entries):
        raise UsageError(f"the folder {snapshot.info.ref} holds no file that can be read")


def _given(place: Place | None) -> bool:
    return place is not None and not isinstance(place, str | Path)


def _word(place: Place | None) -> str | None:
    return None if place is None else str(place)


def _trust(head: Snapshot, ci: Mapping[str, str], given: Place | None) -> Trust:
    """Let not the judged judge: base's settings hold for a pull request in CI, or where head is a ref."""
    return "base" if names_change(ci) or (given is not None and head.info.kind == "git") else "head"


def settings_around(stack: ExitStack, resolver: Resolver) -> Snapshot:
    """Open what may hold settings for single files: nobody lists and reads a whole home folder to compare two specs.

    Outside of git these are the folder's own files; what lies deeper counts where the settings name policies.
    """
    snapshot = resolver.around(deep=False)
    stack.callback(snapshot.close)
    if resolver.repository is None and read_configuration(snapshot)[0].policies:
        snapshot = resolver.around(deep=True)
        stack.callback(snapshot.close)
    return snapshot


def working_snapshot(stack: ExitStack, root: Path) -> Snapshot:
    """Open the working tree around `root`, or the folder itself outside of git."""
    snapshot = Resolver(root).around(deep=True)
    stack.callback(snapshot.close)
    return snapshot
