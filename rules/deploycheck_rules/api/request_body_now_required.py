"""Bodies that callers have to send from now on."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("request-body-now-required", severity="error", since="0.1", kinds=("request-body-now-required",))
def request_body_now_required(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A request body is required now.

    ## Why it breaks
    Callers that send none are refused.

    ## Do this instead
    Keep the body optional until every caller sends one.
    """
    for change in api_diff.of("request-body-now-required"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may send none", users)
