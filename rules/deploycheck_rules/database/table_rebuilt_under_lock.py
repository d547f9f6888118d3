"""Commands that write a table or its indexes anew."""

from deploycheck.api import AlterTable, Findings, Pending, Rebuild, lock_finding, rule


@rule("table-rebuilt-under-lock", severity="warning", since="0.1")
def table_rebuilt_under_lock(pending: Pending) -> Findings:
    """REINDEX, CLUSTER, VACUUM FULL, SET LOGGED, SET UNLOGGED or SET TABLESPACE on a table that is in use.

    ## Why it breaks
    The whole table or its indexes are written anew while the lock is held: minutes for a million rows of some width,
    and nothing else gets through.

    ## Do this instead
    REINDEX ... CONCURRENTLY (PostgreSQL 12 and newer), and an online tool such as pg_repack for the table itself.
    """
    for placed, lock in pending.locking(Rebuild, AlterTable):
        if lock.slow and lock.stops_writes:
            yield lock_finding(pending, placed, lock, "the table or its indexes are written anew")
