"""The domain of services: its files from bytes to contracts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from deploycheck.domains.services.backstage import is_catalog, parse_catalog
from deploycheck.domains.services.codeowners import LOCATIONS, CodeOwners, parse_codeowners
from deploycheck.domains.services.compose import ComposeService, is_compose, parse_compose
from deploycheck.domains.services.contracts import contract_services
from deploycheck.domains.services.dotenv import parse_dotenv
from deploycheck.domains.services.har import parse_har
from deploycheck.domains.services.model import ServicesDiff, ServicesModel
from deploycheck.domains.services.otlp import parse_otlp
from deploycheck.domains.services.pact import Pact, looks_like_pact, may_be_pact, parse_pact
from deploycheck.domains.services.runbook import Runbook, parse_runbook
from deploycheck.domains.services.traces import Recordings, claim_traces, recorded
from deploycheck.domains.services.tree import folder_of
from deploycheck.domains.services.uses import HOST, compose_uses, estate_uses
from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.location import Location
from deploycheck.model.record import replace
from deploycheck.model.service import Estate, Service, Use
from deploycheck.model.snapshot import UnreadableError

Facts = TypeVar("Facts")


class ServicesDomain:
    """Manifests, catalogues, compose files, CODEOWNERS, runbooks, pacts and recordings of traffic."""

    name = "services"
    use_kinds: tuple[str, ...] = (HOST,)

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim manifests and runbooks, which users name, and what is recognised by its name."""
        yield from (Claim(path, "services:manifest", named=True) for path in estate.manifests)
        for service in estate.services.values():
            if service.runbook in listing.entries:
                yield Claim(str(service.runbook), "services:runbook", service.name, named=True)
        yield from claim_traces(listing, estate)
        owners = next((path for path in LOCATIONS if path in listing.entries), None)
        providers = _provider_names(estate)
        if owners and owners in listing.paths:
            yield Claim(owners, "services:codeowners")
        for path in listing.ending(*_ENDINGS):
            if path.endswith(_ENDINGS) and (kind := _kind(path, listing, providers)):
                yield Claim(path, kind)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Read one file; raises SourceError."""
        match claim.kind.partition(":")[2]:
            case "catalog":
                return Loaded(parse_catalog(data, claim.path))
            case "compose":
                return _compose(data, claim.path)
            case "dotenv":
                return Loaded(parse_dotenv(data))
            case "codeowners":
                return Loaded(parse_codeowners(data, claim.path))
            case "runbook":
                return Loaded(parse_runbook(data, claim.path))
            case "pact":
                pact = parse_pact(data, claim.path)
                return Loaded(pact, not_analysed=pact.not_analysed)
            case "har":
                return Loaded(parse_har(data, claim.path))
            case "otlp":
                return Loaded(parse_otlp(data, claim.path))
            case _:
                return Loaded(None)  # the estate reader has read the manifest

    def link(self, linking: Linking) -> ServicesModel:
        """Unite what the files of one snapshot say."""
        pacts = tuple(facts for _, facts in _facts(linking, Pact))
        owners = next((facts for _, facts in _facts(linking, CodeOwners)), CodeOwners())
        return ServicesModel(
            owners=owners,
            pacts=pacts,
            runbooks=_runbooks(linking),
            uses=(*estate_uses(linking.estate, pacts, _recordings(linking)), *_compose_uses(linking)),
            hosts=frozenset(one.name for services in _composed(linking).values() for one in services),
        )

    def uses(self, model: ServicesModel | None) -> Iterable[Use]:
        """Give what manifests, pacts and compose files say that services use."""
        return model.uses if model else ()

    def diff(self, base: View, head: View) -> ServicesDiff | None:
        """Compare what the estates say about services; None when that is the same."""
        old, new = base.estate.services, head.estate.services
        if old is new:
            return None
        found = ServicesDiff(
            added=tuple(name for name in new if name not in old),
            removed=tuple(name for name in old if name not in new),
            changed=tuple(name for name in new if name in old and _placeless(old[name]) != _placeless(new[name])),
        )
        return None if found == ServicesDiff() else found

    def moved(self, base: View, head: View) -> Iterable[str]:
        """Name none: these files belong to the services that they change, or are units themselves."""
        del base, head
        return ()

    def contracts(self, sight: Sight) -> Contribution:
        """Give every service and client as a component."""
        return contract_services(sight)


_ENDINGS = (".yaml", ".yml", ".json")


def _kind(path: str, listing: Listing, providers: frozenset[str]) -> str | None:
    if is_catalog(path):
        return "services:catalog"
    if is_compose(path):
        return "services:compose"
    if may_be_pact(path, providers) and _is_pact(path, listing):
        return "services:pact"
    return None


def _is_pact(path: str, listing: Listing) -> bool:
    try:
        return looks_like_pact(listing.read(path))
    except UnreadableError:
        return True  # loading it says why


def _provider_names(estate: Estate) -> frozenset[str]:
    apis = (provided.api for service in estate.services.values() for provided in service.provides)
    return frozenset((*estate.services, *estate.externals, *apis))


def _compose(data: bytes, path: str) -> Loaded:
    folder = folder_of(path)
    values = f"{folder}/.env" if folder else ".env"
    return Loaded(parse_compose(data, path), references=((values, "services:dotenv"),))


def _facts(linking: Linking, kind: type[Facts]) -> Iterator[tuple[str, Facts]]:
    for path, file in sorted(linking.files.items()):
        if isinstance(file.facts, kind):
            yield path, file.facts


def _recordings(linking: Linking) -> Recordings:
    return recorded((path, file.facts) for path, file in sorted(linking.files.items()))


def _runbooks(linking: Linking) -> Mapping[str, Runbook]:
    by_path = dict(_facts(linking, Runbook))
    return {
        service.name: replace(by_path[service.runbook], service=service.name)
        for service in linking.estate.services.values()
        if service.runbook in by_path
    }


def _compose_uses(linking: Linking) -> Iterator[Use]:
    for path, services in _composed(linking).items():
        ours = [one for one in services if one.name in linking.estate.services]
        yield from compose_uses(ours, _values(linking, folder_of(path)))


def _composed(linking: Linking) -> Mapping[str, tuple[ComposeService, ...]]:
    found = dict(_facts(linking, tuple))
    return {path: found[path] for path in found if linking.files[path].claim.kind == "services:compose"}


def _values(linking: Linking, folder: str) -> Mapping[str, str]:
    file = linking.files.get(f"{folder}/.env" if folder else ".env")
    return file.facts if file else {}


def _placeless(service: Service) -> Any:  # noqa: ANN401  a service without places, to be compared
    nowhere = Location("")
    return replace(
        service,
        location=nowhere,
        provides=tuple(replace(one, location=None) for one in service.provides),
        consumes=tuple(replace(one, location=None, traces=()) for one in service.consumes),
    )
