"""Addresses of the login that moved."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("auth-endpoint-moved", severity="warning", since="0.1", kinds=("auth-endpoint-moved",))
def auth_endpoint_moved(api_diff: ApiDiff, callers: Callers) -> Findings:
    """An address where callers get their tokens moved.

    ## Why it breaks
    Callers have the address in their configuration. When the old one stops answering, no new token is issued.

    ## Do this instead
    Let the old address answer, or redirect, until every caller is configured anew.
    """
    for change in api_diff.of("auth-endpoint-moved"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may still use the old one", users)
