"""Indexes that are dropped while everybody waits."""

from deploycheck.api import DropIndex, Findings, Pending, lock_finding, rule


@rule("index-dropped-under-lock", severity="warning", since="0.1")
def index_dropped_under_lock(pending: Pending) -> Findings:
    """DROP INDEX without CONCURRENTLY on a table that is in use.

    ## Why it breaks
    It needs an ACCESS EXCLUSIVE lock on the table. It is held for a moment only, but it must wait for every running
    query, and all new queries, reads too, wait behind it.

    ## Do this instead
    DROP INDEX CONCURRENTLY, outside of a transaction; where that is not possible, set a short lock_timeout and try
    again.
    """
    for placed, lock in pending.locking(DropIndex):
        if lock.stops_reads:
            yield lock_finding(pending, placed, lock, "an index is dropped")
