"""The sentences that all plan formats share, made from the `deploycheck.plan/v1` form."""

from collections.abc import Iterable, Mapping
from typing import Any

from deploycheck.model.atoms import in_words, leading
from deploycheck.planning.plain import counted, lasting, listed

Document = Mapping[str, Any]
"""A plan, or a part of one, in its plan/v1 form."""

_TITLES = {
    "cycle": "cannot be ordered",
    "conditional": "cannot be ordered under every condition",
    "self-incompatible": "cannot live beside its own new version",
    "target-broken": "would break what stays as it is",
    "stored-data-unreadable": "cannot read what is stored",
    "unknown": "cannot be judged (--strict)",
}
_NOUNS = {"drain": "old clients of", "retention": "old data of", "bake": "proof by"}


def headline(plan: Document) -> str:
    """Say in one line what came out."""
    where = f" ({plan['environment']})" if plan.get("environment") else ""
    title = f": {plan['title']}" if plan.get("title") else ""
    if plan["verdict"] == "refused":
        return f"REFUSED{where}{title}: {counted(len(plan['refusals']), 'reason')} why no order is safe"
    moving = [step for wave in plan["waves"] for step in wave["steps"] if step["action"] != "wait"]
    if not moving:
        return f"PLAN{where}{title}: nothing to deploy"
    units = len({unit for step in moving for unit in step["units"]})
    return f"PLAN{where}{title}: {counted(units, 'unit')} in {_waves(plan)}, {proof(plan['verified'])}"


def _waves(plan: Document) -> str:
    """Count the waves as they are numbered below, those that only wait included."""
    idle = sum(all(step["action"] == "wait" for step in wave["steps"]) for wave in plan["waves"])
    waiting = f" ({idle} of waiting)" if idle else ""
    return counted(len(plan["waves"]), "wave") + waiting


def proof(verified: Document) -> str:
    """Say what was gone through."""
    return f"proved: {counted(verified['states'], 'state')}, {counted(verified.get('checks', 0), 'check')}"


def step_title(step: Document) -> str:
    """Name a step: `deploy orders v1 -> v2 (rolling)`."""
    if step["action"] == "wait":
        reason = step.get("for", "")
        return f"wait{lasting(step.get('duration_s'))} for {_NOUNS.get(reason, '')} {listed(step['units'])}"
    if len(step["units"]) > 1:
        moved = [f"{unit} {_change(step['from'].get(unit), step['to'].get(unit))}" for unit in step["units"]]
        return f"cut over together {listed(moved)}"
    change = _change(step.get("from"), step.get("to"))
    return f"{step['action']} {step['units'][0]} {change} ({step['strategy']})"


def _change(source: object, target: object) -> str:
    shown = " and ".join(map(str, source)) if isinstance(source, list) else source
    if source is None:
        return f"{target}, new"
    if target is None:
        return f"{shown}"
    return f"{shown} -> {target}"


def step_notes(step: Document) -> list[str]:
    """Say what a person on call should know about a step: how to undo it, and who is hurt meanwhile."""
    notes = []
    back = step.get("rollback") or {"status": "ok"}
    if back["status"] == "limited":
        notes.append(f"after this, do not roll back {listed(back['not_behind'])}")
    elif back["status"] == "none":
        notes.append(f"cannot be undone: {back['note']}")
    if step.get("downtime"):
        users = step["downtime"]["users"]
        notes.append(f"down meanwhile, calls in vain: {listed(users)}" if users else "down meanwhile; nobody calls it")
    return notes


def telling(said: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Give of sentences about atoms those that tell something: a missing operation says that its fields are missing.

    Takes pairs of an atom and its sentence; one is left out where the same is said of what its atom is a part of.
    """
    alike: dict[str, dict[str, str]] = {}
    for atom, text in said:
        alike.setdefault(text.replace(in_words(atom), "", 1), {})[atom] = text
    return frozenset(atoms[atom] for atoms in alike.values() for atom in leading(atoms))


def telling_parts(documents: Iterable[Document]) -> list[Document]:
    """Give the violations, or reasons, of a plan that tell something; see `telling`."""
    listed_once = list(documents)
    kept = telling((one["atom"], one["text"]) for one in listed_once)
    return [one for one in listed_once if one["text"] in kept]


def reasons(step: Document) -> list[str]:
    """Say what a step comes after, and why."""
    said = []
    for after in step["after"]:
        where = {one["text"]: place(one) for one in telling_parts(after["because"])}
        said += [f"after {after['step']}: {text}" + (f" ({at})" if at else "") for text, at in where.items()]
    return said


def refusal_title(refusal: Document) -> str:
    """Name what is refused."""
    return f"{listed(refusal['units']) or 'the plan'} {_TITLES.get(refusal['code'], refusal['code'])}"


def place(violation: Document) -> str:
    """Give the file and line of the evidence, where there is any."""
    location = violation.get("location") or {}
    if not location.get("path"):
        return ""
    return f"{location['path']}:{location['line']}" if location.get("line") else location["path"]


def repair_plan(repair: Document) -> str:
    """Write the waves of a repair on one line: `1 orders.expand  2 checkout  3 orders.contract`."""
    waves = [listed(" + ".join(step) for step in wave) for wave in repair["plan"]]
    return "  ".join(f"{number} {wave}" for number, wave in enumerate(waves, 1))
