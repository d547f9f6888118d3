"""NOT NULL that reads every row while everybody waits."""

from deploycheck.api import Findings, Pending, SetNotNull, lock_finding, rule


@rule("not-null-checked-under-lock", severity="warning", since="0.1")
def not_null_checked_under_lock(pending: Pending) -> Findings:
    """SET NOT NULL on a column of a table that is in use, without a constraint that proves it already.

    ## Why it breaks
    The server reads every row under an ACCESS EXCLUSIVE lock: reads and writes wait until it has seen the last one.

    ## Do this instead
    ADD CONSTRAINT ... CHECK (column IS NOT NULL) NOT VALID; VALIDATE CONSTRAINT in another transaction; then SET NOT
    NULL, which PostgreSQL 12 and newer take from the constraint without a look at the rows; then drop the constraint.
    """
    for placed, lock in pending.locking(SetNotNull):
        if lock.scan:
            yield lock_finding(pending, placed, lock, "every row is searched for NULL")
