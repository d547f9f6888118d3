"""Type changes that write every row anew."""

from deploycheck.api import AlterColumnType, Findings, Pending, lock_finding, rule


@rule("column-type-rewrites-table", severity="warning", since="0.1")
def column_type_rewrites_table(pending: Pending) -> Findings:
    """A column of a table that is in use gets a type that its stored values do not fit as they are.

    ## Why it breaks
    The table and all its indexes are written anew under an ACCESS EXCLUSIVE lock: reads and writes wait for as long
    as that takes, and prepared statements that return the column fail once.

    ## Do this instead
    Add a column of the new type, write both (in code or by a trigger), fill old rows in batches, switch the reads,
    and drop the old column in a later release. Longer varchar, varchar to text and more digits before the point of
    numeric are free.
    """
    for placed, lock in pending.locking(AlterColumnType):
        if lock.rewrite:
            doubt = " (unless the session's time zone is UTC)" if lock.doubtful else ""
            what = f"every row is written anew for type {placed.effect.type}{doubt}"
            yield lock_finding(pending, placed, lock, what)
