"""Contract files written into tests, and plans in a form that is easy to compare."""

from textwrap import dedent

from deploycheck.model.contract import Contracts
from deploycheck.model.plan import Plan, Step, Wave
from deploycheck.planning import PlanResult, load_contracts, make_plan


def contracts(text: str) -> Contracts:
    """Read components, written without the lines that every contract file begins with."""
    body = "".join(f"  {line}\n" for line in dedent(text).splitlines())
    return load_contracts(f"components:\n{body}".encode(), "contracts.yaml")


def planned(text: str, *, strict: bool = False) -> PlanResult:
    return make_plan(contracts(text), strict=strict)


def order(result: PlanResult) -> list[set[str]]:
    """Give the waves as sets of steps, `a + b` for a joint one, without what waits and without the start of a swap."""
    assert result.verdict == "plan", [refusal.code for refusal in result.refusals]
    waves = [
        {" + ".join(step.units) for step in wave.steps if step.action not in ("wait", "start")} for wave in result.waves
    ]
    return [wave for wave in waves if wave]


def step_of(result: PlanResult, unit: str) -> Step:
    return next(
        step
        for wave in result.waves
        for step in wave.steps
        if unit in step.units and step.action not in ("wait", "stop")
    )


def refused(result: PlanResult) -> list[tuple[str, set[str]]]:
    return [(refusal.code, set(refusal.units)) for refusal in result.refusals]


def repairs(result: PlanResult) -> list[tuple[str, set[str]]]:
    return [(repair.kind, set(repair.units)) for refusal in result.refusals for repair in refusal.repairs]


def hand_written(*waves: list[str | list[str]]) -> Plan:
    """Make a plan from waves of steps; an inner list is a joint step, `wait drain NAME` and the like a wait."""
    return Plan(tuple(Wave(tuple(map(_step, wave))) for wave in waves))


def _step(written: str | list[str]) -> Step:
    if isinstance(written, list):
        return Step(tuple(written))
    if written.startswith("wait "):
        _, reason, name = written.split()
        return Step((name,), "wait", wait_for=reason)
    return Step((written,))
