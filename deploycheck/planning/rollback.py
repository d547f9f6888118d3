"""Which steps can be undone, and how far back.

Undoing a step passes the states that it passed before, so it is safe except for what is sticky: new data, dropped
schema, deleted flags, removed components. What is sticky binds its readers: nobody goes back behind them.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from deploycheck.model.plan import Rollback
from deploycheck.planning.conflicts import Conflict
from deploycheck.planning.constraints import Constraints
from deploycheck.planning.liveness import Actor, Scene
from deploycheck.planning.repair_text import few


def points_of_no_return(everybody: Scene, found: Constraints) -> dict[int, str]:
    """Give the units whose step cannot be undone, with the reason."""
    reasons = {actor.number: reason for actor in everybody.actors if actor.timing and (reason := _destroys(actor))}
    for conflict in found.undone:
        number = conflict.provider.number
        if conflict.user.number == number:
            reasons.setdefault(number, conflict.because.text)
    return reasons


def _destroys(actor: Actor) -> str:
    component = actor.component
    if component.proposed is None:
        return f"{component.name} is removed"
    if component.kind not in ("migration", "database"):
        return ""
    kept = frozenset[str]().union(*(component.contract(version).provides for version in component.starting))
    if not component.starting:
        return ""
    lost = frozenset[str]().union(*(component.contract(one).provides for one in component.ending)) - kept
    return f"{component.name} drops {few(_whole(lost))}" if lost else ""


def _whole(atoms: Collection[str]) -> list[str]:
    """Leave out what is a part of something else that is named: the columns of a table that goes."""
    return [atom for atom in sorted(atoms) if not any(part in atoms for part in _holders(atom))]


def _holders(atom: str) -> Iterator[str]:
    while (cut := atom.rfind(".")) > 0:
        atom = atom[:cut]
        yield atom


def rollbacks(
    everybody: Scene, bound: Mapping[int, Collection[int]], final: Mapping[int, str], steps: Sequence[Sequence[int]]
) -> list[Rollback]:
    """Say for each step (the numbers of its units) whether it can be undone; `bound` is from `bound_readers`."""
    result = []
    for units in steps:
        readers = sorted({reader for unit in units for reader in bound.get(unit, ()) if reader not in units})
        names = tuple(everybody.actors[reader].component.name for reader in readers)
        notes = [final[unit] for unit in units if unit in final]
        if notes:
            result.append(Rollback("none", names, "; ".join(notes)))
        elif names:
            result.append(Rollback("limited", names, f"not behind {', '.join(names)}"))
        else:
            result.append(Rollback())
    return result


def bound_readers(found: Constraints) -> dict[int, set[int]]:
    """Map each unit whose effects are sticky to the units whose old versions cannot live with them."""
    bound: dict[int, set[int]] = {}
    for edges in found.edges.values():
        for edge in edges.values():
            for conflict in edge.conflicts:
                _bind(bound, conflict)
    for conflict in found.undone:
        _bind(bound, conflict)
    return bound


def _bind(bound: dict[int, set[int]], conflict: Conflict) -> None:
    if conflict.sticky and conflict.user.timing is not None:
        bound.setdefault(conflict.provider.number, set()).add(conflict.user.number)
