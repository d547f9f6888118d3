"""What breakages, locks and migrations look like as findings."""

from collections.abc import Iterable

from deploycheck.domains.database.breakage import Breakage
from deploycheck.domains.database.effects import Effect
from deploycheck.domains.database.locks.held import Pending, PlacedEffect
from deploycheck.domains.database.locks.model import Lock
from deploycheck.domains.database.names import Name
from deploycheck.model.finding import Evidence, Finding
from deploycheck.model.location import Related
from deploycheck.model.record import replace
from deploycheck.model.severity import Severity

_SHOWN_USERS = 3


def breakage_finding(breakage: Breakage, message: str) -> Finding:
    """Make the finding of a breakage: severity by who is hurt, its queries as evidence."""
    places = dict.fromkeys(broken.owner.location.on("base") for broken in breakage.broken)
    queries = tuple(Related("query", place) for place in list(places)[:10])
    return Finding(
        message + breakage.order,
        at=breakage.location,
        subject=breakage.subject,
        aspect="" if breakage.broken else "assumed",
        evidence=breakage.evidence,
        stakes=breakage.stakes,
        impact=breakage.impact,
        usage=breakage.usage,
        related=queries,
        effect="removed" if breakage.kind.endswith("dropped") else "changed",
        change=f"{breakage.database}/{breakage.version}:{breakage.kind}:{breakage.location.path}",
    )


def lock_finding(
    pending: Pending, placed: PlacedEffect[Effect], lock: Lock, what: str, *, severity: Severity | None = None
) -> Finding:
    """Make the finding of a lock: `what` is done to which table, the lock's mode, what waits for it and who."""
    kinds = "reads and writes" if lock.stops_reads else "writes"
    waiting = pending.waiting_for(lock)
    who = named(waiting)
    article = "an" if lock.shown[0] in "AE" else "a"
    severity = severity or (Severity.INFO if pending.unused(lock.table) or pending.guessed else None)
    message = (
        f"{what} under {article} {lock.shown} lock on {lock.table}, for which {kinds}{f' of {who}' if who else ''} wait"
    )
    return replace(placed_finding(pending, placed, lock.table, message, severity=severity), evidence=waiting)


def placed_finding(
    pending: Pending,
    placed: PlacedEffect[Effect],
    table: Name | None,
    message: str,
    *,
    severity: Severity | None = None,
) -> Finding:
    """Make a finding about one effect of a migration; those who use its table now are the evidence."""
    column = getattr(placed.effect, "column", "")
    name = column if isinstance(column, str) else str(getattr(column, "name", ""))
    subject = ".".join(part for part in (str(table) if table else "", name) if part)
    return Finding(
        message,
        at=placed.location,
        subject=subject or pending.change.name,
        evidence=pending.users_of(table) if table else (),
        severity=severity,
        service=pending.change.service,
        effect="changed",
        change=f"{pending.change.name}/{placed.identity}/{_place_in_statement(placed)}",
    )


def _place_in_statement(placed: PlacedEffect[Effect]) -> int:
    effects = placed.statement.effects
    return next((number for number, effect in enumerate(effects) if effect is placed.effect), 0)


def users_text(pending: Pending, table: Name) -> str:
    """Say who uses a table now: `web (GetOrder, AddOrder and 3 more)`; "" when nobody is known to."""
    return named(pending.users_of(table))


def named(users: Iterable[Evidence]) -> str:
    """Say who they are, each with some of its queries; "" when there is nobody."""
    owners: dict[str, list[str]] = {}
    for proof in users:
        owners.setdefault(proof.consumer, []).append(proof.text)
    return " and ".join(f"{name} ({_some(queries)})" for name, queries in owners.items())


def _some(queries: list[str]) -> str:
    rest = len(queries) - _SHOWN_USERS
    return ", ".join(queries[:_SHOWN_USERS]) + (f" and {rest} more" if rest > 0 else "")
