"""Columns that vanish while queries name them."""

from deploycheck.api import Breakage, Findings, breakage_finding, rule


@rule("column-dropped-while-read", severity="error", since="0.1")
def column_dropped_while_read(breakages: tuple[Breakage, ...]) -> Findings:
    """A migration drops a column that a running version still reads or writes.

    ## Why it breaks
    From the moment the migration commits until the last old instance is gone, every such query fails with "column
    does not exist". Rolling back the code does not help: the column and its values are gone.

    ## Do this instead
    First release code that neither reads nor writes the column (models of an ORM included). Drop it one release
    later, when rolling back to a version that knows it is no longer wanted; if it is NOT NULL, give it a default in
    between.
    """
    for breakage in breakages:
        if breakage.kind == "column-dropped":
            yield breakage_finding(breakage, f"column {breakage.subject} is dropped{breakage.used}")
