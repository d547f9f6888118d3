"""Constraints that running code may not keep."""

from deploycheck.api import AddConstraint, Constraint, CreateIndex, Findings, Name, Pending, placed_finding, rule


def _constraint(effect: AddConstraint | CreateIndex) -> Constraint | None:
    """Give what a statement demands of rows; None for an index that demands nothing, or of some rows only."""
    if isinstance(effect, AddConstraint):
        return effect.constraint
    return Constraint("unique", effect.name, effect.keys) if effect.unique and effect.where is None else None


def _columns(constraint: Constraint) -> tuple[str, ...]:
    return constraint.expression.columns if constraint.expression else constraint.columns


def _is_new(pending: Pending, table: Name, constraint: Constraint) -> bool:
    """Whether base knows all the columns and demands less of them."""
    was = pending.change.before.relation(table)
    if was is None or was.columns is None:
        return False
    known = {column.name for column in was.columns}
    return known.issuperset(_columns(constraint)) and not pending.demanded_before(was.name, constraint)


@rule("constraint-unknown-to-writer", severity="warning", since="0.1")
def constraint_unknown_to_writer(pending: Pending) -> Findings:
    """A new CHECK, UNIQUE or FOREIGN KEY constraint covers columns that a running version writes.

    ## Why it breaks
    NOT VALID or not, the constraint holds for every new row: writes of the old code that do not keep it start to fail
    when the migration commits, and nothing in the schema said so before.

    ## Do this instead
    First release code that keeps the constraint, look for rows that violate it, then add it.
    """
    for placed in pending.effects:
        effect = placed.effect
        if not isinstance(effect, AddConstraint | CreateIndex):
            continue
        constraint = _constraint(effect)
        if constraint is None or not _is_new(pending, effect.table, constraint):
            continue
        columns = _columns(constraint)
        writers = pending.writers_of(effect.table, columns)
        if writers:
            who = ", ".join(dict.fromkeys(f"{proof.text} of {proof.consumer}" for proof in writers[:3]))
            what = f"a new {constraint.kind} constraint covers {', '.join(columns)} of {effect.table}"
            yield placed_finding(pending, placed, effect.table, f"{what}, written by {who}")
