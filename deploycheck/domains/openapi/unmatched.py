"""Recorded requests that no operation fits although they went to the API: it offers more than its spec says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from deploycheck.domains.openapi.offers import Provider, find
from deploycheck.model.service import Unresolved, Use

_ASKING = ("OPTIONS ", "HEAD ")
"""What browsers and balancers ask by themselves."""
_Group = tuple[str, str, str, str]
"""Version, recording, consumer and provider."""


@dataclass(slots=True)
class Unmatched:
    """Collects them while uses are resolved; of a recording of which nothing fits, every request counts."""

    providers: Mapping[str, Provider]
    _found: dict[_Group, list[Use]] = field(default_factory=dict)
    _hosts: dict[_Group, set[str]] = field(default_factory=dict)

    def note(self, use: Use, label: str, provider: Provider, *, matched: bool) -> None:
        """Take a recorded request, and whether an operation fits it."""
        group = (label, use.location.path, use.consumer, provider.name)
        if matched:
            self._hosts.setdefault(group, _listed(provider, label)).add(str(_host(use)))
        elif not any(find(other, label, use.text) for other in self.providers.values() if other is not provider):
            self._found.setdefault(group, []).append(use)  # a gateway may offer many APIs under one host

    def unresolved(self, before: Iterable[Use]) -> Iterator[Unresolved]:
        """Give those that went to the API; `before` are the uses of live versions, which are nothing new."""
        known = set(map(_gist, before))
        for group, uses in self._found.items():
            hosts = self._hosts.get(group)
            for use in uses:
                host = _host(use)
                told = hosts is None or host is None or host in hosts
                if told and not use.text.startswith(_ASKING):
                    yield Unresolved(use, group[0], known=_gist(use) in known)


def _host(use: Use) -> str | None:
    return use.details.get("host") if isinstance(use.details, Mapping) else None


def _listed(provider: Provider, label: str) -> set[str]:
    urls = (url for api in provider.apis.get(label, ()) for url in api.servers.urls)
    return {host for url in urls if (host := _name(url))}


def _name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _gist(use: Use) -> tuple[str, ...]:
    return use.consumer, use.target, use.text, use.location.path
