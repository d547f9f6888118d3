"""Rows that no rollback brings back."""

from deploycheck.api import DropColumn, DropTable, Findings, Pending, Truncate, placed_finding, rule


@rule("data-dropped", severity="info", since="0.1")
def data_dropped(pending: Pending) -> Findings:
    """A migration drops a table or column that base has, or empties a table: its values are gone.

    ## Why it breaks
    A rollback of the code, or a down migration, can bring back the table or column, but it comes back empty.

    ## Do this instead
    Keep a copy until nobody will roll back any more: rename it first, or copy it into a table of its own, and drop
    that later.
    """
    for placed in pending.effects:
        effect = placed.effect
        if not isinstance(effect, DropColumn | DropTable | Truncate):
            continue
        found = placed.before.relation(effect.table)
        if found is None or found.name not in pending.existing or found.name not in pending.change.before.tables:
            continue
        column = effect.column if isinstance(effect, DropColumn) else ""
        was = pending.change.before.tables[found.name]
        if column and was.column(column) is None:
            continue
        what = f"column {found.name}.{column} is" if column else f"the rows of {found.name} are"
        yield placed_finding(pending, placed, found.name, f"{what} dropped; no rollback brings the values back")
