"""From contracts to a proved order, or to the reason why there is none. Names are loaded on first use."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deploycheck.planning.contract_dump import dump_contracts as dump_contracts
    from deploycheck.planning.contract_file import ContractError as ContractError
    from deploycheck.planning.contract_file import load_contracts as load_contracts
    from deploycheck.planning.making import make_plan as make_plan
    from deploycheck.planning.plan_file import load_plan as load_plan
    from deploycheck.planning.planner import DisagreementError as DisagreementError
    from deploycheck.planning.result import Pair as Pair
    from deploycheck.planning.result import PlanResult as PlanResult
    from deploycheck.planning.result import Refusal as Refusal
    from deploycheck.planning.result import Repair as Repair
    from deploycheck.planning.verifier import Verification as Verification
    from deploycheck.planning.verifier import Violation as Violation
    from deploycheck.planning.verifier import verify as verify

_HOME = {
    "ContractError": "contract_file",
    "DisagreementError": "planner",
    "Pair": "result",
    "PlanResult": "result",
    "Refusal": "result",
    "Repair": "result",
    "Verification": "verifier",
    "Violation": "verifier",
    "dump_contracts": "contract_dump",
    "load_contracts": "contract_file",
    "load_plan": "plan_file",
    "make_plan": "making",
    "verify": "verifier",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever has this name
    if name not in _HOME:
        raise AttributeError(name)
    return getattr(import_module(f"deploycheck.planning.{_HOME[name]}"), name)
