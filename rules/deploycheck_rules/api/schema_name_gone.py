"""Names of schemas that generated code is made of."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("schema-name-gone", severity="error", since="0.1", kinds=("schema-name-gone",))
def schema_name_gone(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A named schema is gone, or has another name, and a caller generates its code from the spec.

    ## Why it breaks
    Nothing changes on the wire. Generated clients have a class of that name, which the next generation lacks, so that
    code which uses it does not compile. It is told where a consumer says `reads: generated`, and to nobody else.

    ## Do this instead
    Keep the name; a schema of another name may refer to it.
    """
    for change in api_diff.of("schema-name-gone"):
        users = callers.of(change)
        if impact := change.generating(users):
            text = f"{change.subject}: {change.text}; {users.describe()} may have generated a class of that name"
            yield change.finding(text, users, impact=impact)
