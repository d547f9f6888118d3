"""When each version, and each format that was written, is live, in terms of events."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from deploycheck.model.contract import ABSENT, Component, Contracts, Version
from deploycheck.planning.events import (
    ALWAYS,
    DRAINED,
    END,
    PLAN_START,
    START,
    Event,
    Span,
    Timing,
    Wait,
    lingers,
    timing,
)


class Live(NamedTuple):
    """A version that is live at some time, on each plane and in each role; `runs` is None while it needs nothing."""

    name: str | None
    contract: Version
    traffic: Span = ALWAYS
    data: Span = ALWAYS
    calls: Span | None = ALWAYS
    runs: Span | None = ALWAYS


class Actor(NamedTuple):
    """A component and all its versions that matter."""

    number: int
    component: Component
    live: tuple[Live, ...]
    timing: Timing | None


class Written(NamedTuple):
    """A format in the data: how long, by which version (None: stored), and whether somebody goes on writing it."""

    span: Span
    version: str | None
    stored: bool
    goes_on: bool
    new: bool


class Scene(NamedTuple):
    """Everybody, by place and by name."""

    actors: tuple[Actor, ...]
    numbers: dict[str, int]

    def actor(self, name: str) -> Actor | None:
        """Give the actor of that name."""
        place = self.numbers.get(name)
        return None if place is None else self.actors[place]


def scene(contracts: Contracts) -> Scene:
    """Work out who is live when."""
    actors = tuple(_actor(index, component) for index, component in enumerate(contracts.components.values()))
    return Scene(actors, {actor.component.name: actor.number for actor in actors})


_NEVER_THERE: Final = (Live(None, ABSENT),)


def _actor(index: int, component: Component) -> Actor:
    if not component.is_unit:
        needs = None if component.kind == "migration" else ALWAYS
        live = tuple(Live(name, component.contract(name), ALWAYS, ALWAYS, needs, needs) for name in component.staying)
        return Actor(index, component, live or _NEVER_THERE, None)
    ranks = timing(component)
    return Actor(index, component, tuple(_versions(index, component, ranks)), ranks)


def _versions(index: int, component: Component, ranks: Timing) -> list[Live]:
    """Give old, staying and new versions; a migration's proposed one needs others only while it runs."""
    drain = (Wait("drain", index, component.lingers or 0),) if lingers(component) else ()
    starts = [Event(index, role[0]) for role in (ranks.traffic, ranks.data, ranks.calls, ranks.data)]
    ends = [Span(None, Event(index, role[1]), drain) for role in (ranks.traffic, ranks.data, ranks.calls, ranks.data)]
    begun = [Span(event) for event in starts]
    staying = [ALWAYS] * 4
    if component.kind == "migration":
        # Even of an atomic one the run ends after its event: its new version is there while it runs.
        staying[2:] = begun[2:] = [Span(Event(index, START), Event(index, END))] * 2
    spans = ((component.ending, ends), (component.staying, staying), (component.starting, begun))
    return [Live(name, component.contract(name), *lives) for names, lives in spans for name in names]


def written_formats(actor: Actor, everybody: Scene) -> dict[str, Written]:
    """Give every format of a writer with its life."""
    component = actor.component
    ending = _emitters(component, component.ending)
    staying = _emitters(component, component.staying)
    starting = _emitters(component, component.starting)
    formats: dict[str, Written] = {}
    for name in sorted(component.stored | ending.keys() | staying.keys() | starting.keys()):
        goes_on = name in staying or name in starting
        new = not (name in ending or name in staying or name in component.stored)
        version = ending.get(name) or staying.get(name) or (starting.get(name) if new else None)
        if new:
            span = next(live.data for live in actor.live if live.name == version)
        else:
            span = ALWAYS if goes_on else _expiring(actor, name, everybody, still_written=name in ending)
        formats[name] = Written(span, version, name in component.stored, goes_on, new)
    return formats


def _emitters(component: Component, versions: Sequence[str | None]) -> dict[str, str]:
    found: dict[str, str] = {}
    for version in versions:
        if version is not None:
            for name in component.contract(version).emits:
                found.setdefault(name, version)
    return found


def _expiring(actor: Actor, name: str, everybody: Scene, *, still_written: bool) -> Span:
    """Give the life of a format that nobody goes on writing: until its retention is over, or its backfill done."""
    retention = actor.component.retention.get(name)
    if retention is None:
        return ALWAYS
    if retention.backfilled_by is not None:
        backfill = everybody.actor(retention.backfilled_by)
        if backfill is None or backfill.timing is None or backfill.component.proposed is None:
            return ALWAYS
        return Span(None, Event(backfill.number, backfill.timing.done))
    if retention.seconds is None:
        return ALWAYS
    wait = (Wait("retention", actor.number, retention.seconds),)
    if not still_written or actor.timing is None:
        return Span(None, Event(PLAN_START, 0), wait)
    drain = (Wait("drain", actor.number, actor.component.lingers or 0),) if actor.timing.data[1] == DRAINED else ()
    return Span(None, Event(actor.number, actor.timing.data[1]), drain + wait)
