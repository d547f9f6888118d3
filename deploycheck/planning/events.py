"""The events of a unit's step, in order, and which of them start and end its versions on each plane."""

from typing import Final, NamedTuple

from deploycheck.model.contract import Component

START: Final = 0
"""start, green_up; also the one event of what is atomic: swap, apply."""
CUT: Final = 1
"""cut_over"""
END: Final = 2
"""finish, blue_stopped"""
DRAINED: Final = 3
"""Old clients are gone."""

PLAN_START: Final = -1
"""Stands for the unit of an event that is over when the plan begins."""


class Event(NamedTuple):
    """An event of a unit; `rank` is its place among the unit's events."""

    unit: int
    rank: int


class Wait(NamedTuple):
    """Time that must pass after an event: `reason` is drain or retention, `component` whom we wait for."""

    reason: str
    component: int
    seconds: int


class Span(NamedTuple):
    """From when until when something is live; None is always. `waits` follow the end event."""

    start: Event | None = None
    end: Event | None = None
    waits: tuple[Wait, ...] = ()


ALWAYS: Final = Span()


class Timing(NamedTuple):
    """Ranks of a unit's events: for those who answer calls, for those who make them, for data; and its last one."""

    traffic: tuple[int, int]
    calls: tuple[int, int]
    data: tuple[int, int]
    done: int


_MIXING: Final = Timing((START, END), (START, END), (START, END), END)
_LINGERING: Final = Timing((START, DRAINED), (START, DRAINED), (START, DRAINED), END)
_POINT: Final = Timing((START, START), (START, START), (START, START), START)
_BLUE_GREEN: Final = Timing((CUT, CUT), (CUT, CUT), (START, END), END)
_BACKGROUND: Final = Timing((CUT, CUT), (START, END), (START, END), END)


def timing(component: Component) -> Timing:
    """Give the ranks for the strategy of `component`. What is absent has no clients that could linger."""
    match component.rollout:
        case "blue-green":
            return _BACKGROUND if component.background else _BLUE_GREEN
        case "recreate" | "atomic":
            return _POINT
        case _:
            return _LINGERING if lingers(component) else _MIXING


def lingers(component: Component) -> bool:
    """Whether old clients outlive the rollout: only rolling and canary leave any."""
    return bool(component.lingers and component.deployed) and component.rollout in ("rolling", "canary")
