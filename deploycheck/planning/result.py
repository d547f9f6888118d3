"""What the planner answers, and its `deploycheck.plan/v1` form."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from deploycheck.model.location import Location
from deploycheck.model.plan import Because, Plan, Step, Wave
from deploycheck.model.record import Record, field

Code = Literal["cycle", "self-incompatible", "target-broken", "stored-data-unreadable", "conditional", "unknown"]
RepairKind = Literal["split", "cut-over-group", "flag", "window", "backfill"]


class Repair(Record):
    """A way out that was planned and verified: `plan` are waves of units, as a hand-written plan has them.

    `keep` are atoms that the proposed versions of `units` must keep for one more release. `releases` counts the
    extra ones.
    """

    kind: RepairKind
    units: tuple[str, ...]
    text: str
    keep: tuple[str, ...] = ()
    plan: tuple[tuple[tuple[str, ...], ...], ...] = ()
    releases: int = 0
    states: int = 0


class Refusal(Record):
    """Why there is no order for `units`: the live states that would break, and what would help."""

    code: Code
    units: tuple[str, ...]
    violations: tuple[Because, ...]
    repairs: tuple[Repair, ...] = ()


class Pair(Record):
    """An ordering constraint: `before` is done before `after` begins, because of each of `because`."""

    before: str
    after: str
    because: tuple[Because, ...]


class PlanResult(Record):
    """A proved plan, or the refusals.

    `pairs` are all ordering constraints, also of a refused plan. `irreversible` names the units whose step cannot be
    undone, with the reason. `states` and `checks` count what the verifier went through.
    """

    waves: tuple[Wave, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    pairs: tuple[Pair, ...] = ()
    already_broken: tuple[Because, ...] = ()
    assumptions: tuple[str, ...] = ()
    irreversible: Mapping[str, str] = field(default_factory=dict)
    states: int = 0
    checks: int = 0
    title: str = ""
    environment: str = ""
    base: Mapping[str, Any] = field(default_factory=dict)
    head: Mapping[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> Literal["plan", "refused"]:
        """Whether there is an order."""
        return "refused" if self.refusals else "plan"

    @property
    def plan(self) -> Plan:
        """The waves in the form that the verifier takes."""
        return Plan(self.waves)

    @property
    def unit_waves(self) -> int:
        """How many waves move something, those that only wait left out."""
        return sum(1 for wave in self.waves if any(step.action != "wait" for step in wave.steps))

    def to_dict(self) -> dict[str, Any]:
        """Give the form `deploycheck.plan/v1`."""
        return {
            "schema": "deploycheck.plan/v1",
            "title": self.title,
            "environment": self.environment,
            "base": dict(self.base),
            "head": dict(self.head),
            "verdict": self.verdict,
            "waves": [
                {"index": index, "steps": [_step(step) for step in wave.steps]}
                for index, wave in enumerate(self.waves, 1)
            ],
            "refusals": [_refusal(refusal) for refusal in self.refusals],
            "already_broken": [violation(one) for one in self.already_broken],
            "assumptions": list(self.assumptions),
            "verified": {"states": self.states, "checks": self.checks},
        }


def _step(step: Step) -> dict[str, Any]:
    moves = step.moves
    shown: dict[str, Any] = {"id": step.id, "units": list(step.units), "action": step.action}
    if step.action == "wait":
        shown |= {"for": step.wait_for}
    elif len(moves) == 1:
        move = moves[0]
        sources = list(move.sources)
        shown |= {"from": sources[0] if len(sources) == 1 else sources, "to": move.target, "strategy": move.strategy}
    else:
        shown |= {
            "from": {move.unit: move.sources[0] if len(move.sources) == 1 else list(move.sources) for move in moves},
            "to": {move.unit: move.target for move in moves},
            "strategy": "blue-green",
        }
    shown["after"] = [{"step": after.step, "because": [because(one) for one in after.because]} for after in step.after]
    if step.action != "wait":
        back = step.rollback
        shown["rollback"] = {"status": back.status, "not_behind": list(back.not_behind), "note": back.note}
        shown["downtime"] = msgspec.structs.asdict(step.downtime) if step.downtime else None
        shown["exposure"] = None
    shown["duration_s"] = step.duration_s
    return shown


def because(one: Because) -> dict[str, Any]:
    """Give a reason in the form of plan/v1."""
    shown = {"atom": one.atom, "user": one.user, "provider": one.provider, "text": one.text, "evidence": one.evidence}
    return {**shown, "location": _location(one.location)}


def violation(one: Because) -> dict[str, Any]:
    """Give a broken state in the form of plan/v1."""
    shown: dict[str, Any] = {"live": list(one.live), "atom": one.atom, "text": one.text, "evidence": one.evidence}
    return {**shown, "location": _location(one.location)}


def _location(location: Location | None) -> dict[str, Any]:
    if location is None:
        return {}
    return {"path": location.path, "line": location.line}


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "units": list(refusal.units),
        "violations": [violation(one) for one in refusal.violations],
        "repairs": list(_repairs(refusal)),
    }


def _repairs(refusal: Refusal) -> Iterator[dict[str, Any]]:
    for repair in refusal.repairs:
        yield {
            "kind": repair.kind,
            "units": list(repair.units),
            "keep": list(repair.keep),
            "plan": [[list(step) for step in wave] for wave in repair.plan],
            "text": repair.text,
            "extra_releases": repair.releases,
            "verified": {"waves": len(repair.plan), "states": repair.states},
        }
