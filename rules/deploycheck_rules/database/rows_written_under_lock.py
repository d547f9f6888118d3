"""Backfills in the transaction that locked the table."""

from deploycheck.api import (
    Effect,
    Findings,
    Insert,
    Lock,
    Pending,
    PlacedEffect,
    RunQuery,
    Severity,
    placed_finding,
    rule,
    users_text,
)


def _written(placed: PlacedEffect[Effect]) -> tuple[Lock, ...]:
    """Give the locks of a statement that writes many rows while its transaction holds a strong lock.

    INSERT ... VALUES writes as many rows as it spells out, which is few.
    """
    if not isinstance(placed.effect, RunQuery) or not any(lock.stops_writes for lock in placed.held):
        return ()
    query = placed.effect.query
    if isinstance(query, Insert) and (query.source is None or query.source.values):
        return ()
    return tuple(lock for lock in placed.locks if lock.mode == "RowExclusiveLock")


@rule("rows-written-under-lock", severity="warning", since="0.1")
def rows_written_under_lock(pending: Pending) -> Findings:
    """Rows are written in the same transaction in which an earlier statement locked a table exclusively.

    ## Why it breaks
    A lock is held until the transaction ends. The few milliseconds of an ALTER TABLE become as long as the UPDATE of
    all rows takes, and for all that time nobody reads or writes the table.

    ## Do this instead
    Put the statements that write rows into a migration of their own, or better into a job that works in batches and
    can be resumed.
    """
    for group in pending.transactions():
        writes = [(placed, lock) for placed in group for lock in _written(placed)]
        if not writes:
            continue
        first = writes[0][0]
        worst = max((lock for lock in first.held if lock.stops_writes), key=lambda lock: lock.rank)
        tables = " and ".join(dict.fromkeys(str(lock.table) for _, lock in writes))
        who = users_text(pending, worst.table)
        idle = all(pending.unused(table) for table in (worst.table, *(lock.table for _, lock in writes)))
        yield placed_finding(
            pending,
            first,
            worst.table,
            f"rows of {tables} are written while this transaction holds {worst.shown} on {worst.table}"
            f"{f', used by {who}' if who else ''}",
            severity=Severity.INFO if idle else None,
        )
