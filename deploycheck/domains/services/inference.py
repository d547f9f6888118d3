"""Services that no manifest declares: what Backstage, compose, workloads and Dockerfiles tell, in that order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from deploycheck.domains.services.backstage import CatalogEntity, catalog_services, is_catalog, parse_catalog
from deploycheck.domains.services.compose import ComposeService, is_compose, parse_compose
from deploycheck.domains.services.dockerfiles import dockerfile_homes, dockerfile_services, home_of
from deploycheck.domains.services.dotenv import interpolate, parse_dotenv
from deploycheck.domains.services.tree import DOCKERFILE, Tree, folder_of, resolve
from deploycheck.domains.services.workloads import workload_services
from deploycheck.hooks import Listing
from deploycheck.model.errors import SourceError
from deploycheck.model.record import replace
from deploycheck.model.service import Service
from deploycheck.model.snapshot import UnreadableError

Parsed = TypeVar("Parsed")


def infer_services(listing: Listing, tree: Tree, declared_folders: frozenset[str]) -> dict[str, Service]:
    """Give the services of a snapshot by name.

    Same name, same service: the first source that knows it counts, what it leaves out the next ones complete, and the
    deepest folder wins. A folder that a source before knows is not made another service by the next. Files that can't
    be read are left out here, and reported when they are loaded.
    """
    homes = dockerfile_homes(listing.holding(DOCKERFILE))
    sources: tuple[Callable[[], Iterable[Service]], ...] = (
        lambda: catalog_services(tuple(_catalog(listing)), tree),
        lambda: _compose_services(listing, tree),
        lambda: workload_services(listing, homes),
        lambda: dockerfile_services(homes),
    )
    found: dict[str, Service] = {}
    for source in sources:
        known = declared_folders | {service.path for service in found.values()}
        for service in source():
            if service.name in found:
                found[service.name] = complete(found[service.name], service)
            elif service.path not in known:
                found[service.name] = service
    return found


def complete(first: Service, second: Service) -> Service:
    """Add what `first` leaves out; the deeper folder counts, of equal ones the first."""
    deeper = second.path.count("/") + bool(second.path) > first.path.count("/") + bool(first.path)
    return replace(
        first,
        path=second.path if deeper else first.path,
        owner=first.owner or second.owner,
        image=first.image or second.image,
        provides=first.provides or second.provides,
        consumes=first.consumes or second.consumes,
    )


def _catalog(listing: Listing) -> Iterator[CatalogEntity]:
    for path in filter(is_catalog, listing.ending(".yaml", ".yml")):
        yield from _parsed(listing, path, parse_catalog)


def _compose_services(listing: Listing, tree: Tree) -> Iterator[Service]:
    for path in filter(is_compose, listing.ending(".yaml", ".yml")):
        values = _dotenv(listing, folder_of(path))
        for one in _parsed(listing, path, parse_compose):
            folder = _home(one, folder_of(path), values, tree) if one.built else None
            if folder is not None:
                image = interpolate(one.image, values) if one.image else None
                yield Service(one.name, folder, one.location, origin="compose", image=image)


def _home(service: ComposeService, folder: str, values: Mapping[str, str], tree: Tree) -> str | None:
    """Give the folder of a service that compose builds; None when it lies elsewhere."""
    context = resolve(folder, interpolate(service.context or "", values))
    if context is None or not tree.is_folder(context):
        return None
    dockerfile = resolve(context, interpolate(service.dockerfile or "Dockerfile", values))
    if dockerfile is None or not dockerfile.startswith(context):
        return context
    home = home_of(dockerfile)
    return home if len(home) > len(context) else home_of(context + "/Dockerfile") if context else ""


def _dotenv(listing: Listing, folder: str) -> Mapping[str, str]:
    path = f"{folder}/.env" if folder else ".env"
    if path not in listing.entries:
        return {}
    try:
        return parse_dotenv(listing.read(path))
    except UnreadableError:
        return {}


def _parsed(listing: Listing, path: str, parse: Callable[[bytes, str], tuple[Parsed, ...]]) -> tuple[Parsed, ...]:
    try:
        return parse(listing.read(path), path)
    except (SourceError, UnreadableError):
        return ()
