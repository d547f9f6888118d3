"""Indexes that are built while writes wait."""

from deploycheck.api import CreateIndex, Findings, Pending, lock_finding, rule


@rule("index-built-under-lock", severity="warning", since="0.1")
def index_built_under_lock(pending: Pending) -> Findings:
    """CREATE INDEX without CONCURRENTLY on a table that is in use.

    ## Why it breaks
    It holds a SHARE lock while it reads the whole table: every INSERT, UPDATE and DELETE waits until the index is
    built, and the queue behind them grows.

    ## Do this instead
    CREATE INDEX CONCURRENTLY, in a migration of its own that the tool does not wrap in a transaction. If it fails it
    leaves an invalid index behind: drop that before the next attempt. On a partitioned table, build each partition's
    index concurrently and attach it to an index that was created ON ONLY the parent.
    """
    for placed, lock in pending.locking(CreateIndex):
        if lock.stops_writes:
            yield lock_finding(pending, placed, lock, "an index is built")
