"""Responses that callers do not expect."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-schema-widened", severity="error", since="0.1", kinds=("response-schema-widened",))
def response_schema_widened(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A response may hold something now that callers were told would not come.

    ## Why it breaks
    Callers built for the deployed version parse what its schema promised. The finding shows a response that head
    may send and base would not: a null, another type, a longer text, a list without elements. Limits of texts (length,
    pattern, format) are information where every caller is known and reads tolerantly.

    ## Do this instead
    Keep the promise: send the old form until every caller reads the new one, or add a new property or operation
    for it.
    """
    for change in api_diff.of("response-schema-widened"):
        users = callers.of(change)
        text = f"{change.subject}: {change.text}; {users.describe()} may not expect it"
        yield change.finding(text, users, severity=change.tolerated(users))
