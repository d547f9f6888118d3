"""Plans, and where there is no plan, looks for repairs."""

from deploycheck.model.contract import Contracts
from deploycheck.model.record import replace
from deploycheck.planning.result import PlanResult


def make_plan(contracts: Contracts, *, strict: bool = False, environment: str = "") -> PlanResult:
    """Order the units of `contracts`, proved for every mixed state, or say why there is no order and what helps.

    Under `strict` what is unknown refuses. Raises DisagreementError when verifier and planner disagree.
    """
    if not contracts.components:
        return PlanResult(title=contracts.title, environment=environment)
    from deploycheck.planning.collector import collector_off
    from deploycheck.planning.planner import draft

    with collector_off():
        drafted = draft(contracts, strict=strict)
    result = drafted.result
    if result.refusals:
        from deploycheck.planning.repair import with_repairs

        result = with_repairs(contracts, drafted)
    return replace(result, environment=environment)
