"""The plan in a few lines, as every report for people ends with it; `deploycheck plan` says the rest."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploycheck.model.report import PlanSummary
from deploycheck.report.printable import counted, printable

_MOST = 20
_MOST_STATES = 3


def order_lines(plan: PlanSummary) -> Iterator[str]:
    """Give a headline, then one line per wave, or per refusal with what breaks and the smallest repair."""
    document = plan.document or {}
    if plan.verdict == "refused":
        yield "Order: refused, there is no safe order for this change"
        for refusal in document.get("refusals", ())[:_MOST]:
            yield from _refusal(refusal)
        return
    if not plan.waves:
        return
    yield f"Order: {counted(plan.waves, 'wave')}, proved"
    waves = document.get("waves", ())
    for wave in waves[:_MOST]:
        yield f"  {wave.get('index', '')}. {', '.join(_step(step) for step in wave.get('steps', ()))}"
    if len(waves) > _MOST:
        yield f"  ... and {counted(len(waves) - _MOST, 'more wave', 'more waves')}"


def _step(step: Mapping[str, Any]) -> str:
    units = " + ".join(printable(str(unit)) for unit in step.get("units", ()))
    action = printable(str(step.get("action") or "deploy"))
    return f"{action} {units}" + ("" if _rollback(step) != "none" else " (no way back)")


def _rollback(step: Mapping[str, Any]) -> str:
    rollback = step.get("rollback")
    return str(rollback.get("status", "")) if isinstance(rollback, Mapping) else ""


def _refusal(refusal: Mapping[str, Any]) -> Iterator[str]:
    units = ", ".join(printable(str(unit)) for unit in refusal.get("units", ()))
    yield f"  {printable(str(refusal.get('code', '')))}: {units}"
    broken = list(dict.fromkeys(_state(violation) for violation in refusal.get("violations", ())))
    yield from (f"    {state}" for state in broken[:_MOST_STATES])
    if len(broken) > _MOST_STATES:
        yield f"    ... and {counted(len(broken) - _MOST_STATES, 'more state', 'more states')}"
    for repair in refusal.get("repairs", ())[:1]:
        yield f"    Smallest repair: {_repair(repair)}"


def _state(violation: Mapping[str, Any]) -> str:
    """Say what breaks; the planner's sentences name both versions."""
    if said := violation.get("text"):
        return printable(str(said))
    return " with ".join(printable(str(version)) for version in violation.get("live", ()))


def _repair(repair: Mapping[str, Any]) -> str:
    if said := repair.get("text"):
        return printable(str(said))
    units = ", ".join(printable(str(unit)) for unit in repair.get("units", ()))
    keep = ", ".join(printable(str(atom)) for atom in repair.get("keep", ()))
    kind = printable(str(repair.get("kind", "")))
    return f"{kind} {units}" + (f", keeping {keep} until the next release" if keep else "")
