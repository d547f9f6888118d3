"""The smallest changes that make an order possible, cheapest first."""

from collections.abc import Iterator
from typing import Final

from deploycheck.model.contract import Contracts
from deploycheck.model.record import replace
from deploycheck.planning.mending import keep_repairs, together_repairs
from deploycheck.planning.planner import Draft
from deploycheck.planning.releases import only
from deploycheck.planning.result import PlanResult, Refusal, Repair
from deploycheck.planning.splitting import split_repairs

WHOLE_UP_TO: Final = 300
"""In estates up to this many components a repair is proved for everybody; in bigger ones for a refusal's neighbours."""
REPAIRED: Final = 20
"""For how many refusals repairs are looked for."""


def with_repairs(contracts: Contracts, drafted: Draft) -> PlanResult:
    """Give the result with every repair that holds."""
    refusals = drafted.result.refusals
    repaired = [
        replace(refusal, repairs=tuple(_repairs(contracts, drafted, refusal))) for refusal in refusals[:REPAIRED]
    ]
    return replace(drafted.result, refusals=(*repaired, *refusals[REPAIRED:]))


def _repairs(contracts: Contracts, drafted: Draft, refusal: Refusal) -> Iterator[Repair]:
    scope = _scope(contracts, drafted.result, refusal)
    match refusal.code:
        case "cycle" | "self-incompatible":
            yield from split_repairs(scope, drafted, refusal)
            yield from together_repairs(scope, refusal)
        case "conditional":
            yield from together_repairs(scope, refusal)
        case "target-broken" | "stored-data-unreadable":
            yield from keep_repairs(scope, refusal)


def _scope(contracts: Contracts, result: PlanResult, refusal: Refusal) -> Contracts:
    """Leave out the units of other refusals; of a big estate keep only those whom this one is about."""
    own = set(refusal.units)
    for one in refusal.violations:
        own |= {one.user, one.provider}
    if len(contracts.components) > WHOLE_UP_TO:
        return only(contracts, own)
    others = {unit for other in result.refusals for unit in other.units} - own
    return only(contracts, contracts.components.keys() - others)
