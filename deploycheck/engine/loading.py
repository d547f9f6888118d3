"""From a snapshot to a view: claim, load and link, each file once however many versions hold it."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from deploycheck.engine.listing import SnapshotListing
from deploycheck.engine.plugins import Registry
from deploycheck.engine.running import last_line
from deploycheck.hooks import Domain, Linking
from deploycheck.model.change import Claim, Loaded, LoadedFile, View
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import NotAnalysed, Problem
from deploycheck.model.location import Location, Side
from deploycheck.model.record import Record
from deploycheck.model.service import Estate
from deploycheck.model.snapshot import UnreadableError

Made = TypeVar("Made")


class LoaderFaultError(SourceError):
    """A mistake of deploycheck or of a plugin while it read a file: nobody can judge what it says, so it is exit 2."""


class _Seen(Record, Generic[Made]):
    """What was made of a snapshot, and the paths that were read for it."""

    listing: SnapshotListing
    paths: frozenset[str]
    made: Made


def _once(seen: list[_Seen[Made]], listing: SnapshotListing, make: Callable[[], Made]) -> Made:
    """Make something of a snapshot, unless another one with the same names and the same content led to it before."""
    for one in seen:
        if listing.same_as(one.listing, one.paths):
            listing.note(one.paths)
            return one.made
    with listing.noting() as asked:
        made = make()
    seen.append(_Seen(listing, frozenset(asked), made))
    return made


class Workshop:
    """Builds views of several snapshots and never does the same work twice.

    Loading is a pure function of path and content, linking of the files, the estate and the names that exist; both
    are remembered under exactly these, so that what didn't change between base and head is one object. The estate and
    claims are pure functions of the names and of what was read for them.
    """

    def __init__(self, registry: Registry, options: Mapping[str, Mapping[str, Any]]) -> None:
        self._domains = registry.domains
        self._read_estate = registry.estate_reader
        self._options = options
        self._estates: list[_Seen[Estate]] = []
        self._claims: dict[str, list[_Seen[tuple[Claim, ...]]]] = {}
        self._loaded: dict[tuple[str, str, str], Loaded | SourceError] = {}
        self._linked: dict[tuple[Any, ...], Any] = {}
        self._names: dict[Hashable, Hashable] = {}
        self.loads = 0

    def view(self, listing: SnapshotListing, label: str, side: Side) -> tuple[View, list[Problem]]:
        """Give one version of the estate, and what keeps us from judging it."""
        estate = self._estate(listing)
        shelf = _Shelf(self, listing)
        problems = [*estate.problems, *shelf.claim_all(self._domains, estate)]
        shelf.load_all(self._domains)
        problems += shelf.problems
        models = {name: self._link(name, domain, shelf, estate) for name, domain in self._domains.items()}
        uses = [use for name, domain in self._domains.items() for use in domain.uses(models[name])]
        uses += estate.uses
        view = View(
            label=label,
            side=side,
            info=listing.snapshot.info,
            entries=listing.entries,
            estate=estate,
            models=models,
            claims=shelf.claims,
            not_analysed=tuple(dict.fromkeys((*estate.not_analysed, *shelf.not_analysed, *shelf.unseen()))),
            unread=frozenset(shelf.unread),
            history=listing.snapshot.history,
            uses=tuple(uses),
        )
        return view, problems

    def _estate(self, listing: SnapshotListing) -> Estate:
        reader = self._read_estate
        return _once(self._estates, listing, lambda: reader(listing)) if reader else Estate()

    def claims(self, domain: Domain, listing: SnapshotListing, estate: Estate) -> tuple[Claim, ...]:
        """Give what a domain claims of a snapshot."""
        seen = self._claims.setdefault(f"{domain.name} {id(self._same_estate(estate))}", [])
        return _once(seen, listing, lambda: tuple(domain.claim(listing, estate)))

    def load(self, domain: Domain, claim: Claim, content_id: str, listing: SnapshotListing) -> Loaded:
        """Load one file; raises SourceError or UnreadableError. A failure is remembered, too."""
        key = (claim.kind, claim.path, content_id)
        known = self._loaded.get(key)
        if known is None:
            data = listing.read(claim.path)
            self.loads += 1
            try:
                known = domain.load(claim, data)
            except SourceError as error:
                known = error
            except RecursionError:
                known = SourceError("it is nested too deeply", claim.path)
            except Exception as error:  # noqa: BLE001  one file must not keep us from checking all the others
                known = LoaderFaultError(f"deploycheck itself failed on this file: {last_line(error)}", claim.path)
            self._loaded[key] = known
        if isinstance(known, SourceError):
            raise known
        return known

    def _link(self, name: str, domain: Domain, shelf: "_Shelf", estate: Estate) -> Any:  # noqa: ANN401  its own model
        files = shelf.files.get(name, {})
        key = (
            name,
            tuple((path, file.content_id, file.claim.kind, file.claim.service) for path, file in sorted(files.items())),
            id(self._same_estate(estate)),
            id(self._same_names(shelf.listing)),
        )
        if key not in self._linked:
            linking = Linking(files, estate, shelf.listing.entries, self._options.get(name, {}))
            self._linked[key] = domain.link(linking)
        return self._linked[key]

    def _same_names(self, listing: SnapshotListing) -> Hashable:
        names = listing.names
        return self._names.setdefault(names, names)

    def _same_estate(self, estate: Estate) -> Estate:
        known: list[Estate] = self._linked.setdefault(("estates",), [])
        for other in known:
            if other == estate:
                return other
        known.append(estate)
        return estate


_UNKNOWN = (
    "it is nothing that deploycheck knows: no API spec, migration, schema, query, flag file or manifest"
    " is recognised in it"
)


_LOOKED_INTO = (".yaml", ".yml", ".json", ".sql")
"""Files that are recognised by what stands in them."""


class _Shelf:
    """The claimed and loaded files of one snapshot."""

    def __init__(self, workshop: Workshop, listing: SnapshotListing) -> None:
        self._workshop = workshop
        self.listing = listing
        self.claims: dict[str, Claim] = {}
        self.files: dict[str, dict[str, LoadedFile]] = {}
        self.not_analysed: list[NotAnalysed] = []
        self.problems: list[Problem] = []
        self.unread: list[str] = []

    def claim_all(self, domains: Mapping[str, Domain], estate: Estate) -> Iterable[Problem]:
        """Ask every domain for its files; a named claim beats a recognised one, two of a kind are a problem."""
        for domain in domains.values():
            for claim in self._workshop.claims(domain, self.listing, estate):
                other = self.claims.get(claim.path)
                if other is None or (claim.named and not other.named) or (other.weak and not claim.weak):
                    self.claims[claim.path] = claim
                elif other.kind != claim.kind and claim.named == other.named and not claim.weak:
                    yield Problem(f"it is claimed both as {other.kind} and as {claim.kind}", claim.path)
        if self.listing.single and all(claim.weak for claim in self.claims.values()):
            yield from (Problem(_UNKNOWN, path) for path in self.listing.entries)

    def load_all(self, domains: Mapping[str, Domain]) -> None:
        """Load what was claimed, and what that refers to."""
        waiting = [self.claims[path] for path in sorted(self.claims)]
        while waiting:
            following: list[Claim] = []
            for claim in waiting:
                loaded = self._load(domains[claim.domain], claim)
                if loaded is not None:
                    following += self._references(claim, loaded)
            waiting = following

    def _references(self, claim: Claim, loaded: Loaded) -> Iterable[Claim]:
        for path, kind in loaded.references:
            if path not in self.claims and path in self.listing.entries:
                self.claims[path] = Claim(path, kind, claim.service, named=claim.named)
                yield self.claims[path]

    def _load(self, domain: Domain, claim: Claim) -> Loaded | None:
        entry = self.listing.entries.get(claim.path)
        if entry is None:
            self._failed(claim, SourceError("there is no such file", claim.path))
            return None
        try:
            loaded = self._workshop.load(domain, claim, entry.content_id, self.listing)
        except SourceError as error:
            self._failed(claim, error)
            return None
        except UnreadableError as error:
            self._failed(claim, SourceError(error.reason, claim.path))
            return None
        files = self.files.setdefault(domain.name, {})
        files[claim.path] = LoadedFile(claim, entry.content_id, loaded.facts)
        self.not_analysed += loaded.not_analysed
        return loaded

    def unseen(self) -> Iterator[NotAnalysed]:
        """Give the files that nobody claimed because nobody could look into them."""
        for path, reason in sorted(self.listing.unreadable.items()):
            if path not in self.claims and path.endswith(_LOOKED_INTO):
                yield NotAnalysed(Location(path), reason)

    def _failed(self, claim: Claim, error: SourceError) -> None:
        self.unread.append(claim.path)
        place = Location(claim.path, error.line, error.column)
        if claim.named or self.listing.single or isinstance(error, LoaderFaultError):
            self.problems.append(Problem(error.message, claim.path, error.line))
        self.not_analysed.append(NotAnalysed(place, error.message, claim.service))
