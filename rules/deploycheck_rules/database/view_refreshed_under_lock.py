"""Materialized views that nobody can read while they are filled."""

from deploycheck.api import Findings, Pending, RefreshView, lock_finding, rule


@rule("view-refreshed-under-lock", severity="warning", since="0.1")
def view_refreshed_under_lock(pending: Pending) -> Findings:
    """REFRESH MATERIALIZED VIEW without CONCURRENTLY on a view that is in use.

    ## Why it breaks
    Its query runs while an ACCESS EXCLUSIVE lock is held on the view: all readers wait until it is done.

    ## Do this instead
    REFRESH MATERIALIZED VIEW CONCURRENTLY; the view needs a unique index for that.
    """
    for placed, lock in pending.locking(RefreshView):
        if lock.stops_reads:
            yield lock_finding(pending, placed, lock, "a materialized view is filled")
