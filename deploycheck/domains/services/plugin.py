"""What the services domain contributes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploycheck.domains.services.domain import ServicesDomain
from deploycheck.hooks import Domain, EstateReader, Fact, Listing, fact, hookimpl
from deploycheck.model.change import Change, View
from deploycheck.model.service import Estate

if TYPE_CHECKING:
    from deploycheck.domains.services.codeowners import CodeOwners
    from deploycheck.domains.services.model import ServicesDiff, ServicesModel
    from deploycheck.domains.services.runbook import Runbook


@fact()
def owners(view: View) -> "CodeOwners":
    """Who owns which path, by CODEOWNERS."""
    from deploycheck.domains.services.codeowners import CodeOwners

    model: ServicesModel | None = view.model("services")
    return model.owners if model else CodeOwners()


@fact(scope="item")
def runbook(view: View) -> "Iterator[Runbook]":
    """Each runbook that a service has, with its headings."""
    model: ServicesModel | None = view.model("services")
    yield from model.runbooks.values() if model else ()


@fact()
def services_diff(change: Change) -> "ServicesDiff":
    """Which services are new, gone or say something else about themselves."""
    from deploycheck.domains.services.model import ServicesDiff

    found: ServicesDiff | None = change.diff("services")
    return found or ServicesDiff()


@hookimpl
def deploycheck_estate() -> EstateReader:
    """Give the reader of manifests and of what stands in for them."""
    return _read_estate


def _read_estate(listing: Listing) -> Estate:
    from deploycheck.domains.services.estate import read_estate

    return read_estate(listing)


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    return ServicesDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about services and their people."""
    return (owners, runbook, services_diff)
