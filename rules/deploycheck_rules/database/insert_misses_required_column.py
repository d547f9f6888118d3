"""Columns that become required while running code does not fill them."""

from deploycheck.api import Breakage, Findings, breakage_finding, rule


@rule("insert-misses-required-column", severity="error", since="0.1")
def insert_misses_required_column(breakages: tuple[Breakage, ...]) -> Findings:
    """After the migration a column is NOT NULL without default, and an INSERT of a running version leaves it out.

    ## Why it breaks
    Each such INSERT fails with "null value violates not-null constraint" until the last old instance is gone, even
    when the migration itself filled all rows that were there.

    ## Do this instead
    Add the column nullable or with a default, release code that writes it, fill the old rows in batches, and set NOT
    NULL in a later release.
    """
    for breakage in breakages:
        if breakage.kind == "required-column":
            message = f"column {breakage.subject} becomes required, and {breakage.who} inserts rows without it"
            yield breakage_finding(breakage, message)
