"""Tables and views that get another name while queries use the old one."""

from deploycheck.api import Breakage, Findings, breakage_finding, rule


@rule("table-renamed-while-read", severity="error", since="0.1")
def table_renamed_while_read(breakages: tuple[Breakage, ...]) -> Findings:
    """A migration renames a table or view, or moves it to another schema, while a running version uses its old name.

    ## Why it breaks
    Old code fails after the rename, new code before it; a rolling release always has both.

    ## Do this instead
    In the transaction of the rename, create a view with the old name that selects from the new one: PostgreSQL lets
    old code read and write through a plain view. Drop the view when no version uses the old name.
    """
    for breakage in breakages:
        if breakage.kind == "table-renamed":
            new = getattr(breakage.effect, "new_name", "another name")
            yield breakage_finding(breakage, f"{breakage.subject} is renamed to {new}{breakage.used}")
