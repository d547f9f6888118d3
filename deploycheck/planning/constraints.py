"""From conflicts to the orders that avoid them.

Several things are live at once exactly when the last start comes before the first end. So each conflict asks that the
end of one of its old things comes before the start of one of its new ones: one such pair is an edge, several a choice.
"""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from deploycheck.model.record import Draft, field
from deploycheck.planning.conflicts import (
    Conflict,
    backfill_orders,
    broken_needs,
    tool_orders,
    unreadable_formats,
)
from deploycheck.planning.events import CUT, PLAN_START, Event, Wait
from deploycheck.planning.liveness import Scene


class Option(NamedTuple):
    """One way to avoid a conflict: `before` happens, `waits` pass, then `after` happens."""

    before: Event
    after: Event
    waits: tuple[Wait, ...]


class Edge(Draft):
    """All that orders one unit before another; `cut` says that only cut-over events of one group are ordered."""

    cut: bool = True
    waits: set[Wait] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)


class Choice(NamedTuple):
    """A conflict with a condition: any of its options avoids it."""

    conflict: Conflict
    options: tuple[Option, ...]


class Constraints(Draft):
    """What the conflicts ask for.

    `edges` maps a unit to the units after it; `undone` are conflicts that need no edge here but bind a
    rollback; `first_waits` delay a unit from the plan's start.
    """

    edges: dict[int, dict[int, Edge]] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    first_waits: dict[int, set[Wait]] = field(default_factory=dict)
    broken_today: list[Conflict] = field(default_factory=list)
    unavoidable: list[Conflict] = field(default_factory=list)
    self_conflicts: list[Conflict] = field(default_factory=list)
    unknown: list[Conflict] = field(default_factory=list)
    undone: list[Conflict] = field(default_factory=list)


def constraints(everybody: Scene) -> Constraints:
    """Collect every conflict, drop those that are broken today, and turn the rest into constraints."""
    found = Constraints()
    breaks = list(chain(broken_needs(everybody), unreadable_formats(everybody)))
    today: set[tuple[str, str, str, bool]] = set()
    for conflict in breaks:
        if conflict.reason != "unknown" and all(span.start is None for span in conflict.spans):
            today.add(conflict.key)
            found.broken_today.append(conflict)
    for conflict in chain(breaks, tool_orders(everybody), backfill_orders(everybody)):
        if conflict.reason == "unknown":
            found.unknown.append(conflict)
        elif conflict.key not in today or conflict.reason in ("order", "backfill"):
            _settle(everybody, conflict, found)
    return found


def options(conflict: Conflict) -> list[Option]:
    """Give the ways to avoid `conflict`, the one that releases last by its condition first."""
    spans = conflict.spans
    pairs = [
        (new < 2, old >= 2, Option(ended.end, begun.start, ended.waits))  # noqa: PLR2004  user and provider come first
        for old, ended in enumerate(spans)
        if ended.end is not None
        for new, begun in enumerate(spans)
        if new != old and begun.start is not None
    ]
    return [option for _, _, option in sorted(pairs, key=lambda pair: pair[:2])]


def _settle(everybody: Scene, conflict: Conflict, found: Constraints) -> None:
    possible = options(conflict)
    if not possible:
        found.unavoidable.append(conflict)
        return
    inside = [option for option in possible if option.before.unit == option.after.unit]
    if any(option.before == option.after and not option.waits for option in inside):
        if conflict.sticky:
            found.undone.append(conflict)
        return
    others = [option for option in possible if option.before.unit != option.after.unit]
    if not others:
        found.self_conflicts.append(conflict)
    elif len(others) == 1:
        add_edge(everybody, found, others[0], conflict)
    else:
        found.choices.append(Choice(conflict, tuple(others)))


def add_edge(everybody: Scene, found: Constraints, option: Option, conflict: Conflict) -> None:
    """Add what `option` orders to the graph."""
    before, after = option.before, option.after
    if before.unit == PLAN_START:
        found.first_waits.setdefault(after.unit, set()).update(option.waits)
        return
    edge = found.edges.setdefault(before.unit, {}).setdefault(after.unit, Edge())
    edge.cut = edge.cut and switches_together(everybody, option)
    edge.waits.update(option.waits)
    edge.conflicts.append(conflict)


def switches_together(everybody: Scene, option: Option) -> bool:
    """Whether both events are cut-overs of one group, which may happen at once."""
    if option.before.rank != CUT or option.after.rank != CUT or option.waits:
        return False
    group = everybody.actors[option.before.unit].component.group
    return group is not None and group == everybody.actors[option.after.unit].component.group


def conflicts_within(found: Constraints, units: Iterable[int]) -> list[Conflict]:
    """Give the conflicts that order the given units among each other."""
    inside = set(units)
    return [
        conflict
        for before in sorted(inside)
        for after, edge in found.edges.get(before, {}).items()
        if after in inside
        for conflict in edge.conflicts
    ]
