"""On which terms an API is offered: to whom, and by how important a service."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.domains.openapi.diff import ApiDiff
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import parsed
from deploycheck.model.change import Change
from deploycheck.model.service import Audience, Provided, Service

_ANNOUNCEMENTS = ("operation-deprecated", "sunset-moved-up")
_EXPERIMENTAL = ("draft", "alpha")
_WRITTEN: Mapping[str, Audience] = {
    "external-public": "public",
    "public": "public",
    "external-partner": "partner",
    "partner": "partner",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """Who an API is for, and the tier of its service, None where nobody says."""

    audience: Audience = "internal"
    tier: int | None = None

    def notice(self, stability: str | None, options: Mapping[str, Any]) -> int:
        """Give the days that lie at least between an announcement and the end.

        `options` has days by audience; less for what is less than stable; nothing for what is a draft.
        """
        if stability in _EXPERIMENTAL:
            return 0
        days = int(options.get("days", {}).get(self.audience, 0))
        less = options.get("stability", {}).get(stability or "stable")
        return days if less is None else min(days, int(less))

    @property
    def described(self) -> str:
        """How a message calls the API."""
        return {"internal": "an internal API", "partner": "an API for partners", "public": "a public API"}[
            self.audience
        ]


def terms_of(difference: ApiDiff, change: Change) -> Terms:
    """Give the terms that the manifest says, head's before base's; else those that the spec's `x-audience` says."""
    for api, service, provided in _offers(difference, change):
        if provided is not None and provided.stated:
            return Terms(provided.audience, service.tier)
        return Terms(_WRITTEN.get(str(api.info.get("x-audience")), "internal"), service.tier)
    return Terms(_WRITTEN.get(str(difference.api.info.get("x-audience")), "internal"))


def _offers(difference: ApiDiff, change: Change) -> Iterator[tuple[Api, Service, Provided | None]]:
    for view, api in ((change.head, difference.head), (change.base, difference.base)):
        service = view.estate.services.get(api.service or "") if api is not None else None
        if api is not None and service is not None:
            yield api, service, next((one for one in service.provides if one.api == api.name), None)


def announcements(difference: ApiDiff) -> Iterator[tuple[SpecChange, date | None]]:
    """Give what was announced to go, or to go sooner, with the day; None where no day is named."""
    for kind in _ANNOUNCEMENTS:
        for change in difference.of(kind):
            yield change, parsed(change.after if isinstance(change.after, str) else None)
