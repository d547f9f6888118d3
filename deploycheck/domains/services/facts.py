"""Facts about services and the people who run them."""

from collections.abc import Iterator

from deploycheck.domains.services.codeowners import CodeOwners
from deploycheck.domains.services.model import ServicesDiff, ServicesModel
from deploycheck.domains.services.runbook import Runbook
from deploycheck.hooks import fact
from deploycheck.model.change import Change, View


@fact()
def owners(view: View) -> CodeOwners:
    """Who owns which path, by CODEOWNERS."""
    model: ServicesModel | None = view.model("services")
    return model.owners if model else CodeOwners()


@fact(scope="item")
def runbook(view: View) -> Iterator[Runbook]:
    """Each runbook that a service has, with its headings."""
    model: ServicesModel | None = view.model("services")
    yield from model.runbooks.values() if model else ()


@fact()
def services_diff(change: Change) -> ServicesDiff:
    """Which services are new, gone or say something else about themselves."""
    found: ServicesDiff | None = change.diff("services")
    return found or ServicesDiff()
