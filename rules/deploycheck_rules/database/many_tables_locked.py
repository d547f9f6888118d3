"""Transactions that lock many tables."""

from deploycheck.api import Finding, Findings, Pending, rule

MANY, SHOWN = 3, 5


@rule("many-tables-locked", severity="warning", since="0.1")
def many_tables_locked(pending: Pending) -> Findings:
    """One transaction locks three tables or more that are in use so that nobody reads them.

    ## Why it breaks
    The locks are taken one after the other and all held to the end. Running code that uses two of the tables in
    another order meets it half-way: a deadlock, in which the server kills one of the two.

    ## Do this instead
    One table for each migration, or each transaction; and a short lock_timeout, so that the migration gives way and
    is tried again.
    """
    for group in pending.transactions():
        locked = {lock.table: lock for placed in group for lock in placed.locks if lock.stops_reads}
        if len(locked) < MANY or not group[0].inside:
            continue
        names = sorted(str(name) for name in locked)
        shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
        yield Finding(
            f"a transaction of {group[0].migration.version} locks {len(names)} tables that are in use: {shown}",
            at=group[0].migration.location,
            subject=pending.change.name,
            aspect=f"{group[0].migration.version}/{group[0].transaction}",
            service=pending.change.service,
            change=", ".join(names),
        )
