"""Statements that write every row of a table at once."""

from deploycheck.api import Findings, Pending, RunQuery, placed_finding, rule


@rule("backfill-in-one-statement", severity="info", since="0.1")
def backfill_in_one_statement(pending: Pending) -> Findings:
    """A migration updates or deletes all rows of a table that is in use, in one statement.

    Where the transaction holds a strong lock already, that is `rows-written-under-lock`.

    ## Why it breaks
    Every row stays locked until the statement commits, running code that writes the same rows waits, replicas fall
    behind, and a failure after an hour starts again at nothing.

    ## Do this instead
    Write rows in batches of some thousands, each its own transaction, in a job that remembers how far it got. Rows
    that the running version writes after the backfill need a default or a trigger.
    """
    for placed in pending.of(RunQuery):
        written = [lock for lock in placed.locks if lock.mode == "RowExclusiveLock"]
        query = placed.effect.query
        waiting = any(lock.stops_writes for lock in placed.held)
        if (
            written
            and not waiting
            and hasattr(query, "filtered")
            and not query.filtered
            and not placed.effect.conditional
        ):
            message = f"all rows of {written[0].table} are written by one statement"
            yield placed_finding(pending, placed, written[0].table, message)
