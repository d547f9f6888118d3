"""Which files of a snapshot say something about services, by their names."""

from collections.abc import Iterator, Sequence

from deploycheck.domains.services.backstage import is_catalog
from deploycheck.domains.services.compose import is_compose
from deploycheck.domains.services.pact import looks_like_pact, may_be_pact
from deploycheck.hooks import Listing
from deploycheck.model.change import Claim
from deploycheck.model.service import Estate
from deploycheck.model.snapshot import UnreadableError


def recognised(paths: Sequence[str], listing: Listing, estate: Estate) -> Iterator[Claim]:
    """Claim catalogues, compose files and pacts among these paths."""
    providers = _provider_names(estate)
    for path in paths:
        if kind := _kind(path, listing, providers):
            yield Claim(path, kind)


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
