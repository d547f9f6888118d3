"""Columns that get another name while queries use the old one."""

from deploycheck.api import Breakage, Findings, breakage_finding, rule


@rule("column-renamed-while-read", severity="error", since="0.1")
def column_renamed_while_read(breakages: tuple[Breakage, ...]) -> Findings:
    """A migration renames a column that a running version still uses under its old name.

    ## Why it breaks
    A rename has no moment at which both names work: old code fails after it, new code fails before it, and a rolling
    release always has both.

    ## Do this instead
    Add a column with the new name, write both (in code or by a trigger), fill the old rows in batches, switch the
    reads, stop writing the old one, and drop it in a later release. Or keep the old name in the table and rename in
    code only.
    """
    for breakage in breakages:
        if breakage.kind == "column-renamed":
            new = getattr(breakage.effect, "new_name", "another name")
            message = f"column {breakage.subject} is renamed to {new}{breakage.used}"
            yield breakage_finding(breakage, message)
