"""Which versions, and which formats, must never meet."""

from collections.abc import Iterator
from typing import NamedTuple

from deploycheck.model.contract import UNKNOWN, Need
from deploycheck.model.plan import Because, Reason
from deploycheck.planning.events import ALWAYS, Event, Span, Wait
from deploycheck.planning.liveness import Actor, Live, Scene, Written, written_formats


class Conflict(NamedTuple):
    """Things that must not all be live at once: `spans` says when each of them is.

    `conditions` are (component, version) pairs that make the user's need exist. `version` is the provider's, None
    when it is absent; for a format that is only stored, `stored` is set.
    """

    user: Actor
    user_version: str | None
    provider: Actor
    version: str | None
    atom: str
    spans: tuple[Span, ...]
    reason: Reason
    missing: tuple[str, ...] = ()
    need: Need | None = None
    conditions: tuple[tuple[Actor, str | None], ...] = ()
    stored: bool = False
    ends_never: bool = False

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What decides whether it is the same break as one that is live today."""
        return self.user.component.name, self.provider.component.name, self.atom, self.reason == "format"

    @property
    def live(self) -> tuple[str, ...]:
        """Label the versions that meet."""
        provider = self.provider.component
        written = f"{provider.name} (stored)" if self.stored else provider.label(self.version)
        conditions = (actor.component.label(version) for actor, version in self.conditions)
        return (self.user.component.label(self.user_version), written, *conditions)

    @property
    def because(self) -> Because:
        """Give the reason as rules and reports see it."""
        return Because(
            self.atom,
            self.user.component.name,
            self.provider.component.name,
            self.live,
            self.reason,
            self.missing,
            self.need.evidence if self.need else "declared",
            self.need.location if self.need else self.user.component.location,
            sticky=self.sticky,
        )

    @property
    def sticky(self) -> bool:
        """Whether the provider's step stays done for this user: new data, dropped or narrowed schema, removal."""
        provider, user, offered = self.provider.component, self.spans[0], self.spans[1]
        if user.start is not None or offered.start is None:
            return False
        if self.reason == "format":
            return True
        return self.version is None or (
            self.reason in ("atom", "demand") and provider.kind in ("migration", "database")
        )


def broken_needs(everybody: Scene) -> Iterator[Conflict]:
    """Give every need that some version of its provider doesn't satisfy, whoever meets whom in the end."""
    for user in everybody.actors:
        for live in user.live:
            for name, needs in live.contract.needs.items():
                provider = everybody.actor(name)
                if provider is None:
                    continue
                on_data = provider.component.plane == "data"
                span = live.runs if on_data else live.calls
                if span is None:
                    continue
                for other in provider.live:
                    yield from _unmet(everybody, (user, live, span), (provider, other), needs, on_data=on_data)


def _unmet(
    everybody: Scene,
    user: tuple[Actor, Live, Span],
    provider: tuple[Actor, Live],
    needs: tuple[Need, ...],
    *,
    on_data: bool,
) -> Iterator[Conflict]:
    contract = provider[1].contract
    provides, demands = contract.provides, contract.demands
    for need in needs:
        if need.atom not in provides:
            yield from _conflict(everybody, user, provider, (need, "atom", ()), on_data=on_data)
        elif demands and need.atom in demands:
            reason, missing = _undersupplied(user[1], provider[0].component.name, need.atom, demands[need.atom])
            if reason:
                yield from _conflict(everybody, user, provider, (need, reason, missing), on_data=on_data)


def _undersupplied(
    user: Live, provider: str, atom: str, demanded: frozenset[str]
) -> tuple[Reason | None, tuple[str, ...]]:
    supplied = user.contract.supplies.get(provider, {}).get(atom, frozenset())
    if supplied is UNKNOWN:
        return ("unknown", tuple(sorted(demanded))) if demanded else (None, ())
    missing = demanded - supplied
    return ("demand", tuple(sorted(missing))) if missing else (None, ())


def _conflict(
    everybody: Scene,
    user: tuple[Actor, Live, Span],
    provider: tuple[Actor, Live],
    broken: tuple[Need, Reason, tuple[str, ...]],
    *,
    on_data: bool,
) -> Iterator[Conflict]:
    """Give the conflict unless a condition of the need never holds."""
    need, reason, missing = broken
    spans = [user[2], provider[1].data if on_data else provider[1].traffic]
    conditions: list[tuple[Actor, str | None]] = []
    for name, version in need.when:
        actor = everybody.actor(name)
        if actor is None:
            continue
        live = next((live for live in actor.live if live.name == version), None)
        if live is None:
            return
        conditions.append((actor, version))
        spans.append(live.data if on_data else live.traffic)
    yield Conflict(
        user[0], user[1].name, provider[0], provider[1].name, need.atom, tuple(spans), reason, missing, need,
        tuple(conditions),
    )  # fmt: skip


def unreadable_formats(everybody: Scene) -> Iterator[Conflict]:
    """Give every format that a reader of its writer cannot read, whenever the two meet."""
    formats: dict[int, dict[str, Written]] = {}
    for reader in everybody.actors:
        for live in reader.live:
            for name, readable in live.contract.reads.items():
                writer = everybody.actor(name)
                if writer is None:
                    continue
                if writer.number not in formats:
                    formats[writer.number] = written_formats(writer, everybody)
                for atom, written in formats[writer.number].items():
                    if atom not in readable:
                        yield _unreadable(reader, live, writer, atom, written)


def _unreadable(reader: Actor, live: Live, writer: Actor, atom: str, written: Written) -> Conflict:
    return Conflict(
        reader,
        live.name,
        writer,
        written.version,
        atom,
        (live.data, written.span),
        "format",
        stored=written.version is None,
        ends_never=not written.goes_on and not written.new,
    )


def tool_orders(everybody: Scene) -> Iterator[Conflict]:
    """Give the orders that tools impose, as conflicts of the later unit's new version with the earlier one's old."""
    for actor in everybody.actors:
        if actor.timing is None:
            continue
        for name in actor.component.after:
            earlier = everybody.actor(name)
            if earlier is not None and earlier is not actor and earlier.timing is not None:
                spans = (Span(Event(actor.number, 0)), Span(None, Event(earlier.number, earlier.timing.done)))
                yield Conflict(actor, _target(actor), earlier, _source(earlier), "", spans, "order")


def backfill_orders(everybody: Scene) -> Iterator[Conflict]:
    """Give the orders of backfills: each begins when nobody old writes its format any longer."""
    for writer in everybody.actors:
        if writer.timing is None:
            continue
        for atom, retention in writer.component.retention.items():
            backfill = everybody.actor(retention.backfilled_by) if retention.backfilled_by else None
            if backfill is None or backfill.timing is None or backfill.component.proposed is None:
                continue
            begins = Span(Event(backfill.number, 0))
            for live in writer.live:
                if live.data.end is not None and atom in live.contract.emits:
                    yield Conflict(
                        backfill, _target(backfill), writer, live.name, atom, (begins, live.data), "backfill"
                    )


def _source(actor: Actor) -> str | None:
    return next(iter(actor.component.ending), None)


def _target(actor: Actor) -> str | None:
    proposed = actor.component.proposed
    return proposed if isinstance(proposed, str) else None


def waits_of(conflict: Conflict) -> tuple[Wait, ...]:
    """Give what must pass after the old side's end."""
    return next((span.waits for span in conflict.spans if span is not ALWAYS and span.end is not None), ())
