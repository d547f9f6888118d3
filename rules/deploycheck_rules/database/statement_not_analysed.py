"""Statements that nobody understood."""

from deploycheck.api import DatabaseModel, Finding, Findings, rule

LONGEST = 60


@rule("statement-not-analysed", severity="warning", since="0.1")
def statement_not_analysed(database_model: DatabaseModel) -> Findings:
    """A statement of a migration, schema or query file could not be understood.

    ## Why it breaks
    Whatever it does to tables, columns and locks is missing from all that is said here about this database: names
    that it mentions have an unknown state from there on.

    ## Do this instead
    Write it as plain statements where that is possible. Where it is not, try it on a copy of the database, and waive
    this finding with what you saw as the reason.
    """
    seen: dict[tuple[str, str], int] = {}
    unknown = [(state.name, state.service, one) for state in database_model.databases.values() for one in state.opaque]
    unknown += [("queries", None, one) for one in database_model.query_opaque]
    for name, service, opaque in unknown:
        text = " ".join(opaque.text.split())
        key = (opaque.at.path, text)
        seen[key] = seen.get(key, 0) + 1
        yield Finding(
            f"{opaque.reason}; what it does is not known here: {text[:LONGEST]}{'...' if len(text) > LONGEST else ''}",
            at=opaque.at,
            subject=name,
            aspect=opaque.at.path.rpartition("/")[2],
            service=service,
            change=f"{text}#{seen[key]}",
        )
