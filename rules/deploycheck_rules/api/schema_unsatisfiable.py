"""Schemas that no value fits."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("schema-unsatisfiable", severity="warning", since="0.1", kinds=("schema-unsatisfiable",))
def schema_unsatisfiable(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A schema admits no value.

    ## Why it breaks
    A body that nobody can send, or receive, is compatible with everything: nothing was proved here. Most often
    two parts of an `allOf` contradict each other, or a minimum stands above a maximum.

    ## Do this instead
    Mend the schema: take the contradiction out, or the operation.
    """
    for change in api_diff.of("schema-unsatisfiable"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; nothing can be said about {users.describe()}", users)
