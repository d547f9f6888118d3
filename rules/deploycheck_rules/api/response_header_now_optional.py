"""Headers that may be missing."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-header-now-optional", severity="error", since="0.1", kinds=("response-header-now-optional",))
def response_header_now_optional(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A header that always came may be missing now.

    ## Why it breaks
    Callers read a promised header without a check.

    ## Do this instead
    Go on sending it until its readers check for it.
    """
    for change in api_diff.of("response-header-now-optional"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may rely on it", users)
