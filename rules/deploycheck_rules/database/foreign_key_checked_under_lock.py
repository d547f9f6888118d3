"""Foreign keys that are checked row by row while writes wait."""

from deploycheck.api import AddConstraint, Findings, Pending, PlacedEffect, lock_finding, rule


def _has_rows(pending: Pending, placed: PlacedEffect[AddConstraint]) -> bool:
    """Whether the table that gets the key was there before the change; a new one has no rows to look up."""
    table = placed.before.relation(placed.effect.table)
    return table is not None and table.name in pending.existing


@rule("foreign-key-checked-under-lock", severity="warning", since="0.1")
def foreign_key_checked_under_lock(pending: Pending) -> Findings:
    """A foreign key is added to a table that is in use, without NOT VALID.

    ## Why it breaks
    Both tables are locked against writes (SHARE ROW EXCLUSIVE) while every row is looked up in the other table.

    ## Do this instead
    ADD CONSTRAINT ... FOREIGN KEY ... NOT VALID, then VALIDATE CONSTRAINT in another transaction; that lets reads and
    writes of both tables through.
    """
    for placed in pending.of(AddConstraint):
        locks = [lock for lock in placed.locks if lock.scan]
        if locks and placed.effect.constraint.kind == "foreign key" and _has_rows(pending, placed):
            yield lock_finding(pending, placed, locks[0], "a foreign key is held against every row")
