"""Parameters that take less than they took."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("parameter-schema-narrowed", severity="error", since="0.1", kinds=("parameter-schema-narrowed",))
def parameter_schema_narrowed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A parameter no longer takes every value that it took.

    ## Why it breaks
    Callers were allowed to send the value that the finding shows, and it is refused now. Values that are in
    bookmarks, configuration files and job queues were chosen long ago.

    ## Do this instead
    Go on taking the old values, or take them and map them to what they mean now. Narrow the schema when nobody
    sends them any more.
    """
    for change in api_diff.of("parameter-schema-narrowed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may send such values", users)
