"""Properties of responses that may be missing."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-property-now-optional", severity="error", since="0.1", kinds=("response-property-now-optional",))
def response_property_now_optional(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A property that was always there may be missing from a response.

    ## Why it breaks
    Callers rely on what is required: they read it without a check, and the first response without it is their
    first crash.

    ## Do this instead
    Go on sending the property, if need be with a neutral value, until its readers check for it.
    """
    for change in api_diff.of("response-property-now-optional"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may rely on it", users)
