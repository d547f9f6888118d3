"""Plans, and where there is none, looks for repairs."""

from dataclasses import replace

from deploycheck.model.contract import Contracts
from deploycheck.planning.planner import draft
from deploycheck.planning.result import PlanResult


def make_plan(contracts: Contracts, *, strict: bool = False, environment: str = "") -> PlanResult:
    """Order the units of `contracts`, proved for every mixed state, or say why there is no order and what helps.

    Under `strict` what is unknown refuses. Raises DisagreementError when verifier and planner disagree.
    """
    return replace(draft(contracts, strict=strict).result, environment=environment)
