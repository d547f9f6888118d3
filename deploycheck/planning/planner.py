"""From contracts to a proved plan, or to the refusals.

A safe order exists exactly when every strong component of the graph of orders is one unit or one joint cut-over: each
unit's events run from starts to ends, every edge leaves at an end and arrives at a start, so whatever walk leads from
unit to unit is a walk through events.
"""

from collections.abc import Iterable, Iterator

from deploycheck.model.contract import Contracts
from deploycheck.model.errors import UsageError
from deploycheck.model.plan import Because
from deploycheck.model.record import Record, replace
from deploycheck.planning.choices import choose
from deploycheck.planning.conflicts import Conflict
from deploycheck.planning.constraints import Constraints, conflicts_within, constraints
from deploycheck.planning.events import lingers
from deploycheck.planning.graph import entangled, strong_components
from deploycheck.planning.liveness import Scene, scene
from deploycheck.planning.result import Code, Pair, PlanResult, Refusal
from deploycheck.planning.rollback import points_of_no_return
from deploycheck.planning.steps import StepMaker
from deploycheck.planning.verifier import verify
from deploycheck.planning.waves import lay_out


class DisagreementError(UsageError):
    """The verifier does not accept the planner's own plan: one of the two is wrong. Ends in exit 2."""


class Draft(Record):
    """The planner's work before repairs are looked for."""

    result: PlanResult
    everybody: Scene
    found: Constraints


def draft(contracts: Contracts, *, strict: bool = False) -> Draft:
    """Plan without a search for repairs; raises DisagreementError."""
    everybody = scene(contracts)
    found = constraints(everybody)
    refusals = [*_certain_refusals(found), *(_unknown_refusals(found) if strict else ())]
    nodes = [actor.number for actor in everybody.actors if actor.timing is not None]
    components = strong_components(nodes, found.edges)
    refusals += _cycles(everybody, found, components)
    if not refusals and found.choices:
        if undecided := choose(everybody, found):
            refusals.append(_refusal("conditional", [choice.conflict for choice in undecided]))
        else:
            components = strong_components(nodes, found.edges)
    result = PlanResult(
        refusals=tuple(refusals),
        pairs=tuple(_pairs(everybody, found)),
        already_broken=_reasons(found.broken_today),
        assumptions=tuple(_assumptions(everybody, found)),
        title=contracts.title,
    )
    if not refusals:
        result = _proved(contracts, _ordered(everybody, found, components, result))
    return Draft(result, everybody, found)


def _ordered(everybody: Scene, found: Constraints, components: list[list[int]], result: PlanResult) -> PlanResult:
    final = points_of_no_return(everybody, found)
    slots = lay_out(found, components, final)
    waves = StepMaker(everybody, found, final).waves(slots)
    irreversible = {everybody.actors[unit].component.name: reason for unit, reason in final.items()}
    return replace(result, waves=waves, irreversible=irreversible)


def _proved(contracts: Contracts, result: PlanResult) -> PlanResult:
    checked = verify(contracts, result.plan)
    if checked.verdict != "safe":
        first = checked.violations[0].text if checked.violations else f"{checked.missing[0]} is left out"
        raise DisagreementError(f"the verifier refuses our own plan, please report this: {first}")
    return replace(result, states=checked.states, checks=checked.checks)


def _certain_refusals(found: Constraints) -> Iterator[Refusal]:
    """Refuse what no order can help, and what cannot meet itself."""
    stored = [conflict for conflict in found.unavoidable if conflict.ends_never]
    for code, conflicts in (
        ("target-broken", [conflict for conflict in found.unavoidable if not conflict.ends_never]),
        ("stored-data-unreadable", stored),
        ("self-incompatible", found.self_conflicts),
    ):
        together: dict[tuple[str, ...], list[Conflict]] = {}
        for conflict in conflicts:
            together.setdefault(_units((conflict,)), []).append(conflict)
        for same in together.values():
            yield _refusal(_CODES[code], same)


_CODES: dict[str, Code] = {
    "target-broken": "target-broken",
    "stored-data-unreadable": "stored-data-unreadable",
    "self-incompatible": "self-incompatible",
}


def _unknown_refusals(found: Constraints) -> Iterator[Refusal]:
    """Under `strict`, doubt refuses, unless it is only about versions that run together today."""
    doubts = [conflict for conflict in found.unknown if any(span.start is not None for span in conflict.spans)]
    if doubts:
        yield _refusal("unknown", doubts)


def _cycles(everybody: Scene, found: Constraints, components: list[list[int]]) -> Iterator[Refusal]:
    for component in components:
        if entangled(component, found.edges):
            refusal = _refusal("cycle", conflicts_within(found, component))
            names = tuple(everybody.actors[unit].component.name for unit in sorted(component))
            yield replace(refusal, units=names)


def _refusal(code: Code, conflicts: list[Conflict]) -> Refusal:
    return Refusal(code, _units(conflicts), _reasons(conflicts))


def _units(conflicts: Iterable[Conflict]) -> tuple[str, ...]:
    """Name the units that take part, in the order of the contracts."""
    actors = {
        actor.number: actor
        for conflict in conflicts
        for actor in (conflict.user, conflict.provider, *(actor for actor, _ in conflict.conditions))
        if actor.timing is not None
    }
    return tuple(actors[number].component.name for number in sorted(actors))


def _reasons(conflicts: Iterable[Conflict]) -> tuple[Because, ...]:
    return tuple(dict.fromkeys(conflict.because for conflict in conflicts))


def _pairs(everybody: Scene, found: Constraints) -> Iterator[Pair]:
    for before, edges in found.edges.items():
        for after, edge in edges.items():
            earlier, later = everybody.actors[before].component, everybody.actors[after].component
            yield Pair(earlier.name, later.name, _reasons(edge.conflicts))


def _assumptions(everybody: Scene, found: Constraints) -> Iterator[str]:
    """Say what was taken for granted, each thing once."""
    yield from dict.fromkeys(f"{one.because.text}; taken as enough" for one in found.unknown)
    for actor in everybody.actors:
        component = actor.component
        if component.lingers and not lingers(component) and component.deployed and component.is_unit:
            yield f"{component.name}: `lingers` has no meaning with {component.rollout}, which leaves no old clients"
        for live in actor.live:
            label = component.label(live.name)
            for name in (*live.contract.needs, *live.contract.reads):
                if name not in everybody.numbers:
                    yield f"{label} uses {name}, of which nothing is known; not looked at"
            conditions = {pair for needs in live.contract.needs.values() for need in needs for pair in need.when}
            for name, version in sorted(conditions, key=str):
                yield from _odd_condition(everybody, label, name, version)


def _odd_condition(everybody: Scene, label: str, name: str, version: str | None) -> Iterator[str]:
    actor = everybody.actor(name)
    if actor is None:
        yield f"{label} needs something while {name} is {version}, of which nothing is known; taken as always so"
    elif version is not None and version not in actor.component.versions:
        yield f"{label} needs something while {name} is {version}, a version that is not known; taken as never so"
