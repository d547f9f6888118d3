"""What the services domain contributes."""

from collections.abc import Iterable

from deploycheck.hooks import Domain, EstateReader, Fact, hookimpl


@hookimpl
def deploycheck_estate() -> EstateReader:
    """Give the reader of manifests and of what stands in for them."""
    from deploycheck.domains.services.estate import read_estate

    return read_estate


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    from deploycheck.domains.services.domain import ServicesDomain

    return ServicesDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about services and their people."""
    from deploycheck.domains.services import facts

    return (facts.owners, facts.runbook, facts.services_diff)
