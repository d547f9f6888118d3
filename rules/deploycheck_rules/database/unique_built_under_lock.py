"""Unique constraints whose index is built while everybody waits."""

from deploycheck.api import AddColumn, AddConstraint, Constraint, Effect, Findings, Pending, lock_finding, rule

_KINDS = ("unique", "primary key", "exclude")


def _kind(effect: Effect) -> str:
    constraints: tuple[Constraint, ...] = ()
    if isinstance(effect, AddConstraint):
        constraints = (effect.constraint,)
    elif isinstance(effect, AddColumn):
        constraints = effect.column.constraints
    return next((one.kind for one in constraints if one.kind in _KINDS), "")


@rule("unique-built-under-lock", severity="warning", since="0.1")
def unique_built_under_lock(pending: Pending) -> Findings:
    """A UNIQUE, PRIMARY KEY or EXCLUDE constraint is added to a table in use, and its index is built on the spot.

    ## Why it breaks
    The index is built under an ACCESS EXCLUSIVE lock: reads and writes wait until the last row is in it, and two
    equal rows make the migration fail at the end.

    ## Do this instead
    CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, then ADD CONSTRAINT ... USING INDEX, which takes a
    moment. The columns of a primary key must be NOT NULL before that. EXCLUDE has no such way: choose a quiet hour
    and a lock_timeout.
    """
    for placed, lock in pending.locking(AddConstraint, AddColumn):
        kind = _kind(placed.effect)
        if lock.scan and kind:
            yield lock_finding(pending, placed, lock, f"the index of a new {kind.upper()} constraint is built")
