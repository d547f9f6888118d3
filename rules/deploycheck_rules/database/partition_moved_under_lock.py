"""Partitions that come and go while everybody waits."""

from deploycheck.api import AttachPartition, DetachPartition, Findings, Pending, lock_finding, rule


@rule("partition-moved-under-lock", severity="warning", since="0.1")
def partition_moved_under_lock(pending: Pending) -> Findings:
    """A partition is attached without a CHECK that proves its bounds, or detached without CONCURRENTLY.

    ## Why it breaks
    ATTACH reads every row of the partition while nobody else may; DETACH takes ACCESS EXCLUSIVE on the whole
    partitioned table and waits for all running queries.

    ## Do this instead
    Before ATTACH, add a CHECK constraint with the bounds NOT VALID to the partition, and validate it in another
    transaction. DETACH PARTITION ... CONCURRENTLY (PostgreSQL 14 and newer), outside of a transaction.
    """
    for placed in pending.of(AttachPartition, DetachPartition):
        for lock in placed.locks[:1]:
            if isinstance(placed.effect, AttachPartition) and lock.scan:
                yield lock_finding(pending, placed, lock, "every row of the partition is checked")
            elif isinstance(placed.effect, DetachPartition) and not placed.effect.concurrently:
                yield lock_finding(pending, placed, lock, "a partition is detached")
