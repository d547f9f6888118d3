"""Type changes that write every row anew."""

from deploycheck.api import AlterColumnType, Findings, Lock, Name, Pending, PlacedEffect, lock_finding, rule


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
    rewrites: dict[tuple[str, Name], list[tuple[PlacedEffect[AlterColumnType], Lock]]] = {}
    for placed, lock in pending.locking(AlterColumnType):
        if lock.rewrite:
            rewrites.setdefault((placed.migration.path, lock.table), []).append((placed, lock))
    for group in rewrites.values():
        first, lock = group[0]
        columns = ", ".join(f"{placed.effect.column} {placed.effect.type}" for placed, _ in group)
        doubt = " (unless the session's time zone is UTC)" if all(one.doubtful for _, one in group) else ""
        yield lock_finding(pending, first, lock, f"every row is written anew for {columns}{doubt}")
