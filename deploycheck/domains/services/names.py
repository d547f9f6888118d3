"""The names of an estate, and what others mean who write them in another way."""

from collections.abc import Mapping
from typing import Self

from deploycheck.model.record import Record
from deploycheck.model.service import Estate

_INSIDE = ("svc", "local", "internal", "cluster", "localdomain")


class Names(Record):
    """The names of an estate: as written, without regard to case and separators, and which API is whose."""

    exact: frozenset[str]
    folded: Mapping[str, str]
    apis: Mapping[str, tuple[str, ...]]
    owners: Mapping[str, str]

    @classmethod
    def of(cls, estate: Estate) -> Self:
        """Collect them."""
        apis = {name: tuple(one.api for one in service.provides) for name, service in estate.services.items()}
        owners = {api: name for name, provided in apis.items() for api in provided}
        exact = frozenset({*estate.services, *estate.clients, *estate.externals, *owners})
        return cls(exact, {_folded(name): name for name in sorted(exact, reverse=True)}, apis, owners)

    def known(self, name: str) -> str:
        """Give the name of the service, client or API that a pact means; pacts often write names in another case."""
        return name if name in self.exact else self.folded.get(_folded(name), name)

    def host(self, text: str) -> str:
        """Give the service, API or external that a host name means; empty for strangers.

        Inside a cluster the first part of a name is the service's: `orders.shop.svc.cluster.local`, `orders.shop`.
        """
        for candidate in (text, _first(text)):
            if candidate and (found := self.known(candidate)) in self.exact:
                return found
        return ""

    def aliases(self, provider: str) -> tuple[str, ...]:
        """Give the names under which a manifest may consume a provider: its own, its APIs', its owner's."""
        owner = (self.owners[provider],) if provider in self.owners else ()
        return tuple(dict.fromkeys((provider, *self.apis.get(provider, ()), *owner)))


def _first(host: str) -> str:
    first, _, rest = host.partition(".")
    labels = rest.split(".") if rest else []
    return first if not set(labels).isdisjoint(_INSIDE) or len(labels) == 1 else ""


def _folded(name: str) -> str:
    return name.casefold().replace(" ", "-").replace("_", "-")
