"""The planner as a plugin: the plan as a fact, its refusals as items, and the formats of a plan."""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from deploycheck.hooks import Fact, fact, hookimpl
from deploycheck.model.contract import Contracts

if TYPE_CHECKING:
    from deploycheck.planning.result import PlanResult, Refusal

FORMATS = ("text", "json", "markdown", "mermaid")


@fact()
def plan(contracts: Contracts, environment: str, strict: bool) -> "PlanResult":  # noqa: FBT001  asked for by name
    """Give the order to deploy in, proved, or the reasons why there is none."""
    from deploycheck.planning import make_plan

    return make_plan(contracts, strict=strict, environment=environment)


@fact(scope="item")
def refusal(plan: "PlanResult") -> "Iterator[Refusal]":
    """Each reason why there is no order."""
    yield from plan.refusals


@hookimpl
def deploycheck_facts() -> Iterator[Fact]:
    """Offer the plan and its refusals."""
    yield from (plan, refusal)


@hookimpl
def deploycheck_plan_renderers() -> Mapping[str, Callable[..., str]]:
    """Give every format by name."""
    return {name: _lazily(name) for name in FORMATS}


def _lazily(name: str) -> Callable[[Mapping[str, object]], str]:
    def render(document: Mapping[str, object]) -> str:
        text: str = import_module(f"deploycheck.planning.render_{name}").render(document)
        return text

    render.__doc__ = f"Render a plan as {name}."
    return render
