"""The domain of services. What reads a kind of file is imported when one is met."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from deploycheck.domains.services.tree import CODEOWNERS
from deploycheck.hooks import Contribution, Linking, Listing, Sight
from deploycheck.model.change import Claim, Loaded, View
from deploycheck.model.location import Location
from deploycheck.model.record import replace
from deploycheck.model.service import Estate, Service, Use

if TYPE_CHECKING:
    from deploycheck.domains.services.model import ServicesDiff, ServicesModel

_ENDINGS = (".yaml", ".yml", ".json")


class ServicesDomain:
    """Manifests, catalogues, compose files, CODEOWNERS, runbooks, pacts and recordings of traffic."""

    name = "services"
    use_kinds: tuple[str, ...] = ("host",)

    def claim(self, listing: Listing, estate: Estate) -> Iterable[Claim]:
        """Claim manifests and runbooks, which users name, and what is recognised by its name."""
        yield from (Claim(path, "services:manifest", named=True) for path in estate.manifests)
        for service in estate.services.values():
            if service.runbook in listing.entries:
                yield Claim(str(service.runbook), "services:runbook", service.name, named=True)
        if _has_recordings(estate):
            from deploycheck.domains.services.traces import claim_traces

            yield from claim_traces(listing, estate)
        owners = next((path for path in CODEOWNERS if path in listing.entries), None)
        if owners and owners in listing.holding(owners):
            yield Claim(owners, "services:codeowners")
        if candidates := [path for path in listing.ending(*_ENDINGS) if path.endswith(_ENDINGS)]:
            from deploycheck.domains.services.recognise import recognised

            yield from recognised(candidates, listing, estate)

    def load(self, claim: Claim, data: bytes) -> Loaded:
        """Read one file; raises SourceError."""
        from deploycheck.domains.services.loading import load_file

        return load_file(claim, data)

    def link(self, linking: Linking) -> "ServicesModel | None":
        """Unite what the files of one snapshot say; None where there is neither a file nor a service."""
        if not linking.files and not linking.estate.services and not linking.estate.clients:
            return None
        from deploycheck.domains.services.link import link

        return link(linking)

    def uses(self, model: "ServicesModel | None") -> Iterable[Use]:
        """Give what manifests, pacts and compose files say that services use."""
        return model.uses if model else ()

    def diff(self, base: View, head: View) -> "ServicesDiff | None":
        """Compare what the estates say about services; None when that is the same."""
        old, new = base.estate.services, head.estate.services
        if old is new or not (old or new):
            return None
        from deploycheck.domains.services.model import ServicesDiff

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
        if sight.empty and not any(view.estate.services or view.estate.clients for view, _ in sight.versions.values()):
            return Contribution()
        from deploycheck.domains.services.contracts import contract_services

        return contract_services(sight)


def _has_recordings(estate: Estate) -> bool:
    consumed = [part for service in estate.services.values() for part in service.consumes]
    consumed += [part for client in estate.clients.values() for part in client.consumes]
    return bool(estate.traces) or any(part.traces for part in consumed)


def _placeless(service: Service) -> Any:  # noqa: ANN401  a service without places, to be compared
    nowhere = Location("")
    return replace(
        service,
        location=nowhere,
        provides=tuple(replace(one, location=None) for one in service.provides),
        consumes=tuple(replace(one, location=None, traces=()) for one in service.consumes),
    )
