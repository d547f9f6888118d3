"""CHECK constraints that read every row while everybody waits."""

from deploycheck.api import AddColumn, AddConstraint, Effect, Findings, Pending, PlacedEffect, lock_finding, rule


def _checks(placed: PlacedEffect[Effect]) -> bool:
    effect = placed.effect
    if isinstance(effect, AddConstraint):
        return effect.constraint.kind == "check"
    return isinstance(effect, AddColumn) and any(one.kind == "check" for one in effect.column.constraints)


@rule("constraint-checked-under-lock", severity="warning", since="0.1")
def constraint_checked_under_lock(pending: Pending) -> Findings:
    """A CHECK constraint is added to a table that is in use, without NOT VALID.

    ## Why it breaks
    The server reads every row under an ACCESS EXCLUSIVE lock: reads and writes wait until it has seen the last one.

    ## Do this instead
    ADD CONSTRAINT ... CHECK (...) NOT VALID, which takes a moment and holds for new rows; then VALIDATE CONSTRAINT in
    another transaction, which lets reads and writes through.
    """
    for placed, lock in pending.locking(AddConstraint, AddColumn):
        if lock.scan and _checks(placed):
            yield lock_finding(pending, placed, lock, "a CHECK constraint is held against every row")
