"""What a record of deployments says is live: each service's files as they stand in the version that it runs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from deploycheck.app.locating import Found
from deploycheck.model.errors import SourceError, UsageError
from deploycheck.model.finding import Problem
from deploycheck.model.record import Record, field
from deploycheck.model.service import RECORD, Estate, Service
from deploycheck.model.snapshot import Basis, Snapshot, UnreadableError, at_root
from deploycheck.model.suggest import did_you_mean
from deploycheck.snapshots import Resolver, SnapshotError

if TYPE_CHECKING:
    from deploycheck.domains.services.deployments import Deployments

EstateOf = Callable[[Snapshot], Estate]
Live = tuple[tuple[Snapshot, ...], Basis]


class Deployed(Record):
    """The environments to judge for, what is live in those that a record speaks of, and what is wrong with it."""

    environments: tuple[str, ...]
    live: Mapping[str, Live] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def deployed(
    found: Found, judge: Snapshot, environments: Sequence[str], estate_of: EstateOf, stack: ExitStack
) -> Deployed:
    """Look up what runs in the environments, in the record that the trusted snapshot holds.

    What a user declared as base beats the record. Raises UsageError for an environment that neither the record nor a
    manifest knows.
    """
    named = tuple(dict.fromkeys(environments))
    if not named and not at_root(judge, RECORD):
        return Deployed(())
    record, problems = _record(judge)
    known = record.environments
    unknown = [name for name in named if name not in known]
    if unknown:
        _known_to_a_manifest(unknown[0], known, estate_of(found.head))
    chosen = named or (tuple(known) if len(known) == 1 else ())
    if found.declared or found.resolver is None:
        return Deployed(named, problems=problems)
    live: dict[str, Live] = {}
    for name in chosen:
        versions = {service: refs for service, refs in known.get(name, {}).items() if refs}
        if versions:
            snapshots, more = _Composer(found.resolver, estate_of, stack).compose(name, versions)
            live[name] = (snapshots, "deployments")
            problems = (*problems, *more)
    return Deployed(chosen, live, problems)


def _record(judge: Snapshot) -> "tuple[Deployments, tuple[Problem, ...]]":
    from deploycheck.domains.services.deployments import Deployments, load_deployments

    if not at_root(judge, RECORD):
        return Deployments(), ()
    try:
        return load_deployments(judge.read(RECORD), RECORD), ()
    except SourceError as error:
        return Deployments(), (Problem(error.message, RECORD, error.line),)
    except UnreadableError as error:
        return Deployments(), (Problem(error.reason, RECORD),)


def _known_to_a_manifest(name: str, recorded: Mapping[str, object], estate: Estate) -> None:
    known = [*recorded, *(one for one in estate.environments if one not in recorded)]
    if name in known:
        return
    if not known:
        where = f"`environments` of the manifest (deploycheck.yaml), and {RECORD}, which `record-deployment` writes"
        raise UsageError(f"there is no environment {name!r}: none is declared; places for it are {where}")
    raise UsageError(f"there is no environment {name!r}{did_you_mean(name, known)}; known are {', '.join(known)}")


class _Composer:
    """Puts snapshots together from the commits that a record names, each commit opened once."""

    def __init__(self, resolver: Resolver, estate_of: EstateOf, stack: ExitStack) -> None:
        self._resolver = resolver
        self._estate_of = estate_of
        self._stack = stack
        self._opened: dict[str, _Version] = {}
        self._problems: dict[Problem, None] = {}

    def compose(
        self, environment: str, versions: Mapping[str, tuple[str, ...]]
    ) -> tuple[tuple[Snapshot, ...], tuple[Problem, ...]]:
        """Give one snapshot for each row of versions, the oldest first; a service with fewer keeps its newest."""
        rows = max(len(refs) for refs in versions.values())
        snapshots = tuple(
            self._one(environment, {service: refs[min(row, len(refs) - 1)] for service, refs in versions.items()})
            for row in range(rows)
        )
        return snapshots, tuple(self._problems)

    def _one(self, environment: str, refs: Mapping[str, str]) -> Snapshot:
        """Put one together: what belongs to no recorded service comes from the version that most services run."""
        versions = {service: self._open(ref) for service, ref in refs.items()}
        for service, ref in refs.items():
            if service not in versions[service].components:
                hint = did_you_mean(service, versions[service].components)
                self._problems[Problem(f"{environment}: there is no service {service!r} in {ref}{hint}", RECORD)] = None
        common = self._open(Counter(refs.values()).most_common(1)[0][0])
        if len({version.snapshot.info.commit for version in versions.values()}) == 1:
            return common.snapshot
        sources = {path: common.snapshot for path, owners in common.files() if not owners.intersection(refs)}
        for service, version in versions.items():
            sources |= {path: version.snapshot for path, owners in version.files() if service in owners}
        from deploycheck.snapshots.composite import CompositeSnapshot

        return CompositeSnapshot(sources, f"what runs in {environment}", "deployments")

    def _open(self, ref: str) -> "_Version":
        if ref not in self._opened:
            try:
                snapshot = self._resolver.commit(ref, "deployments")
            except SnapshotError as error:
                raise UsageError(f"{RECORD}: {error}") from None
            self._stack.callback(snapshot.close)
            self._opened[ref] = _Version(snapshot, self._estate_of(snapshot))
        return self._opened[ref]


class _Version:
    """One opened commit, and to which services its files belong."""

    def __init__(self, snapshot: Snapshot, estate: Estate) -> None:
        from deploycheck.domains.services.names import Names

        self.snapshot = snapshot
        self.components = frozenset((*estate.services, *estate.clients))
        self._estate = estate
        self._names = Names.of(estate)
        self._named: dict[str, list[str]] = {}
        for service in estate.services.values():
            for place in _named(service):
                self._named.setdefault(place.strip("/"), []).append(service.name)

    def files(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Give each path with the services whose folder holds it, and those that name it or a folder around it.

        A pact is its consumer's, wherever it lies: it says what that version of it needs.
        """
        for path in self.snapshot.entries():
            if consumer := self._consumer(path):
                yield path, frozenset((consumer,))
                continue
            owners = {*self._estate.services_of(path)}
            place = path
            while self._named and place:
                owners.update(self._named.get(place, ()))
                place = place.rpartition("/")[0]
            yield path, frozenset(owners)

    def _consumer(self, path: str) -> str:
        """Name the component of the estate whose pact this is; empty for any other file."""
        from deploycheck.domains.services.pact import consumer_of, may_be_pact

        if not may_be_pact(path, self._names.exact):
            return ""
        try:
            name = self._names.known(consumer_of(self.snapshot.read(path)))
        except UnreadableError:
            return ""
        return name if name in self.components else ""


def _named(service: Service) -> Iterator[str]:
    yield from (provided.spec for provided in service.provides if provided.spec)
    yield from (place for places in service.queries.values() for place in places)
    yield from (place for place in (service.rollout, service.runbook) if isinstance(place, str))
