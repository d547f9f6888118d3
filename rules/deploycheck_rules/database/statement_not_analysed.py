"""Statements that nobody understood."""

from deploycheck.api import Finding, Findings, UnknownStatement, rule

LONGEST = 60


@rule("statement-not-analysed", severity="warning", since="0.1")
def statement_not_analysed(unknown_statement: UnknownStatement) -> Findings:
    """A statement of a migration, schema or query file could not be understood.

    ## Why it breaks
    Whatever it does to tables, columns and locks is missing from all that is said here about this database: names
    that it mentions have an unknown state from there on.

    ## Do this instead
    Write it as plain statements where that is possible. Where it is not, try it on a copy of the database, and waive
    this finding with what you saw as the reason.
    """
    text = unknown_statement.text
    yield Finding(
        f"{unknown_statement.opaque.reason}; what it does is not known here: "
        f"{text[:LONGEST]}{'...' if len(text) > LONGEST else ''}",
        at=unknown_statement,
        subject=unknown_statement.database,
        aspect=unknown_statement.location.path.rpartition("/")[2],
        service=unknown_statement.service,
        change=f"{text}#{unknown_statement.number}",
    )
