"""Facts that the engine itself offers beside the roots."""

from collections.abc import Iterator

from deploycheck.hooks import Fact, fact
from deploycheck.model.change import Change
from deploycheck.model.service import Estate, Service


@fact(scope="service")
def service(estate: Estate) -> Iterator[Service]:
    """Each service of the version at hand."""
    yield from estate.services.values()


@fact(scope="service")
def removed_service(change: Change) -> Iterator[Service]:
    """Each service that base has and head no longer has, as base declares it."""
    head = change.head.estate.services
    yield from (service for name, service in change.base.estate.services.items() if name not in head)


@fact(scope="service")
def added_service(change: Change) -> Iterator[Service]:
    """Each service that is new in head."""
    base = change.base.estate.services
    yield from (service for name, service in change.head.estate.services.items() if name not in base)


ENGINE_FACTS: tuple[Fact, ...] = (service, removed_service, added_service)
