"""New columns that write every row anew."""

from deploycheck.api import AddColumn, Findings, Pending, Severity, lock_finding, rule


@rule("new-column-rewrites-table", severity="warning", since="0.1")
def new_column_rewrites_table(pending: Pending) -> Findings:
    """A column with a value of its own for each row is added to a table that is in use.

    That is a volatile default, serial, identity, or a stored generated column; before PostgreSQL 11 any default.

    ## Why it breaks
    The table and all its indexes are written anew under an ACCESS EXCLUSIVE lock: reads and writes wait for as long
    as that takes.

    ## Do this instead
    Add the column without default, set the default in a second statement (it then holds for new rows only), fill old
    rows in batches. For a generated column: a plain column that a trigger fills.
    """
    for placed, lock in pending.locking(AddColumn):
        if lock.rewrite:
            doubt = " (we do not know the function of its default)" if lock.doubtful else ""
            severity = Severity.INFO if lock.doubtful else None
            what = f"every row is written anew for the new column{doubt}"
            yield lock_finding(pending, placed, lock, what, severity=severity)
