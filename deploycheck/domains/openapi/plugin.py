"""The OpenAPI domain as a plugin."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploycheck.domains.openapi.domain import OpenApi
from deploycheck.hooks import Domain, Fact, fact, hookimpl
from deploycheck.model.change import Change, View
from deploycheck.model.usage import Users

if TYPE_CHECKING:
    from deploycheck.domains.openapi.callers import Callers, Uses
    from deploycheck.domains.openapi.diff import ApiDiff
    from deploycheck.domains.openapi.link import Api
    from deploycheck.domains.openapi.terms import Terms


@fact(scope="item")
def api_diff(change: Change) -> "Iterator[ApiDiff]":
    """Each API that differs between a live version and head."""
    for difference in change.each_diff("openapi"):
        yield from difference.apis


@fact()
def operation_uses(users: Users, change: Change) -> "Uses":
    """Give the uses of operations in every live version, by provider."""
    from deploycheck.domains.openapi.callers import Uses

    return Uses(users, change)


@fact(scope="item")
def callers(api_diff: "ApiDiff", users: Users, operation_uses: "Uses") -> "Callers":
    """Index the users of the API at hand by operation and field."""
    from deploycheck.domains.openapi.callers import callers_of

    return callers_of(users, api_diff, operation_uses)


@fact(scope="item")
def terms(api_diff: "ApiDiff", change: Change) -> "Terms":
    """To whom the API at hand is offered, and the tier of its service."""
    from deploycheck.domains.openapi.terms import terms_of

    return terms_of(api_diff, change)


@fact(scope="item")
def api(view: View) -> "Iterator[Api]":
    """Each API of a snapshot."""
    model = view.model("openapi")
    if model is not None:
        yield from model.apis.values()


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    return OpenApi()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about APIs."""
    return (api_diff, operation_uses, callers, terms, api)
