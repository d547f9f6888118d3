"""Backfills in the transaction that locked the table."""

from deploycheck.api import Findings, Insert, Pending, PlacedEffect, RunQuery, placed_finding, rule, users_text


def _many(placed: PlacedEffect[RunQuery]) -> bool:
    """Whether the number of rows depends on the data: not for INSERT ... VALUES."""
    query = placed.effect.query
    return not isinstance(query, Insert) or (query.source is not None and not query.source.values)


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
    for placed in pending.of(RunQuery):
        strong = [lock for lock in placed.held if lock.stops_writes]
        written = [lock for lock in placed.locks if lock.mode == "RowExclusiveLock"]
        if strong and written and _many(placed):
            worst = max(strong, key=lambda lock: lock.rank)
            who = users_text(pending, worst.table)
            message = (
                f"rows of {written[0].table} are written while this transaction holds {worst.shown} on "
                f"{worst.table}{f', used by {who}' if who else ''}"
            )
            yield placed_finding(pending, placed, written[0].table, message)
