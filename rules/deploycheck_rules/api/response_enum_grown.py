"""Lists of values in responses that grow."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-enum-grown", severity="error", since="0.1", kinds=("response-enum-grown",))
def response_enum_grown(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A response may hold a value that its list did not have.

    ## Why it breaks
    A tolerant reader treats a value it does not know as *something else*. A strict or generated one throws: many
    generated clients turn enum values into types without a fallback.

    ## Do this instead
    Tell readers beforehand that the list grows (`x-extensible-enum`), and send the new value only to those that
    ask for it, or after they are moved.
    """
    for change in api_diff.of("response-enum-grown"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may not know it", users)
