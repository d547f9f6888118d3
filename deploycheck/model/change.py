"""The change: what is live, what is base, what is proposed, and all that differs."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploycheck.model.finding import NotAnalysed
from deploycheck.model.location import Side
from deploycheck.model.record import Record, field
from deploycheck.model.service import Estate, Unresolved, Use
from deploycheck.model.snapshot import Basis, Entry, History, SnapshotInfo


class Claim(Record):
    """One path gets one kind: `kind` is `domain:artefact`. `named` says that a user's file names it.

    A `weak` claim is only a look at a text, and gives way to any domain that knows what the file is.
    """

    path: str
    kind: str
    service: str | None = None
    named: bool = False
    role: str = ""
    weak: bool = False

    @property
    def domain(self) -> str:
        """The domain that loads it."""
        return self.kind.partition(":")[0]


class Loaded(Record):
    """What a loader made of one file.

    `references` are further files of the snapshot that it needs, with the kind to load them as.
    """

    facts: Any
    references: tuple[tuple[str, str], ...] = ()
    not_analysed: tuple[NotAnalysed, ...] = ()


class LoadedFile(Record):
    """A claimed file and what was loaded from it."""

    claim: Claim
    content_id: str
    facts: Any


class View(Record):
    """One version of the whole estate: `label` is `base`, `head`, `live-2` ...; `side` is where findings point.

    `models` holds what each domain linked; `unread` are claimed paths that could not be loaded.
    """

    label: str
    side: Side
    info: SnapshotInfo
    entries: Mapping[str, Entry]
    estate: Estate
    models: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    not_analysed: tuple[NotAnalysed, ...] = ()
    unread: frozenset[str] = frozenset()
    history: History | None = None
    uses: tuple[Use, ...] = ()

    def model(self, domain: str) -> Any:  # noqa: ANN401  each domain knows the type of its own model
        """Give what `domain` linked in this version; None when it found nothing."""
        return self.models.get(domain)


class Change(Record):
    """Live versions, base and head together.

    `live` holds every version that may be serving, base first. `diffs` maps a domain to one diff per live version.
    `units` are the components that change. `compared` is False when base and head are the same tree.
    """

    live: tuple[View, ...]
    head: View
    basis: Basis
    changed_paths: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    diffs: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    unresolved: tuple[Unresolved, ...] = ()
    compared: bool = True
    environment: str = ""

    @property
    def base(self) -> View:
        """The first of what is live."""
        return self.live[0]

    @property
    def views(self) -> tuple[View, ...]:
        """Every version, head last."""
        return (*self.live, self.head)

    def diff(self, domain: str) -> Any:  # noqa: ANN401  each domain knows the type of its own diff
        """Give the difference between base and head in `domain`; None when nothing of it differs."""
        diffs = self.diffs.get(domain, ())
        return diffs[0] if diffs else None

    def each_diff(self, domain: str) -> Iterator[Any]:
        """Give the difference of every live version to head in `domain`."""
        yield from (diff for diff in self.diffs.get(domain, ()) if diff is not None)
