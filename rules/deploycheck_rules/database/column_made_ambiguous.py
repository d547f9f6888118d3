"""New columns that make an old query ambiguous."""

from deploycheck.api import Breakage, Findings, breakage_finding, rule


@rule("column-made-ambiguous", severity="error", since="0.1")
def column_made_ambiguous(breakages: tuple[Breakage, ...]) -> Findings:
    """A new column has the name of another one that a running query uses without saying of which table.

    ## Why it breaks
    The server refuses a bare name that two tables in FROM have: the query worked yesterday and fails with "column
    reference is ambiguous" once the column is there.

    ## Do this instead
    Write the table's name or alias before the column in the query, release that, then add the column; or give the new
    column another name.
    """
    for breakage in breakages:
        if breakage.kind == "ambiguous-column":
            message = f"{breakage.first.message} once column {breakage.subject} is there, which breaks {breakage.who}"
            yield breakage_finding(breakage, message)
