"""Tables and views that vanish while queries name them."""

from deploycheck.api import Breakage, Findings, breakage_finding, rule


@rule("table-dropped-while-read", severity="error", since="0.1")
def table_dropped_while_read(breakages: tuple[Breakage, ...]) -> Findings:
    """A migration drops a table or view that a running version still uses.

    ## Why it breaks
    Every query that names it fails from the moment the migration commits until the last old instance is gone, and its
    rows cannot be brought back by rolling back.

    ## Do this instead
    First release code that no longer names it. Drop it one release later; before that, renaming it for a day shows
    whether somebody was forgotten, and can be undone.
    """
    for breakage in breakages:
        if breakage.kind == "table-dropped":
            yield breakage_finding(breakage, f"{breakage.subject} is dropped{breakage.used}")
