"""Bodies that nobody reads any more."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("request-body-removed", severity="error", since="0.1", kinds=("request-body-removed",))
def request_body_removed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """The request body is no longer read.

    ## Why it breaks
    Requests succeed and what they carry is dropped: to the caller it looks as if it had been stored.

    ## Do this instead
    Remove the operation in favour of a new one, or go on reading the body until no caller sends one.
    """
    for change in api_diff.of("request-body-removed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; what {users.describe()} send is dropped", users)
