"""Constraints that running code may not keep."""

from deploycheck.api import AddConstraint, CreateIndex, Findings, Name, Pending, placed_finding, rule


def _demand(effect: AddConstraint | CreateIndex) -> tuple[str, tuple[str, ...]]:
    """Give the kind of a constraint and the columns that it covers."""
    if isinstance(effect, CreateIndex):
        return "unique index", effect.keys if effect.unique and effect.where is None else ()
    check = effect.constraint.expression
    return f"{effect.constraint.kind} constraint", check.columns if check else effect.constraint.columns


def _is_new(pending: Pending, table: Name, kind: str, columns: tuple[str, ...]) -> bool:
    """Whether base knows all the columns and demands less of them."""
    was = pending.change.before.relation(table)
    if was is None or was.columns is None or not {column.name for column in was.columns}.issuperset(columns):
        return False
    unique = kind.startswith(("unique", "primary key"))
    return not (unique and pending.unique_before(was.name, columns))


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
        kind, columns = _demand(effect)
        writers = pending.writers_of(effect.table, columns) if columns else ()
        if writers and _is_new(pending, effect.table, kind, columns):
            who = ", ".join(dict.fromkeys(f"{proof.text} of {proof.consumer}" for proof in writers[:3]))
            message = f"a new {kind} covers {', '.join(columns)} of {effect.table}, written by {who}"
            yield placed_finding(pending, placed, effect.table, message)
