"""From contracts to a proved order, or to the reason why there is none."""

from deploycheck.planning.contract_dump import dump_contracts
from deploycheck.planning.contract_file import ContractError, load_contracts
from deploycheck.planning.making import make_plan
from deploycheck.planning.plan_file import load_plan
from deploycheck.planning.planner import DisagreementError
from deploycheck.planning.result import Pair, PlanResult, Refusal, Repair
from deploycheck.planning.verifier import Verification, Violation, verify

__all__ = [
    "ContractError",
    "DisagreementError",
    "Pair",
    "PlanResult",
    "Refusal",
    "Repair",
    "Verification",
    "Violation",
    "dump_contracts",
    "load_contracts",
    "load_plan",
    "make_plan",
    "verify",
]
