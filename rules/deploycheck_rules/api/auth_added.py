"""Credentials that callers have to send from now on."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("auth-added", severity="error", since="0.1", kinds=("auth-added",))
def auth_added(api_diff: ApiDiff, callers: Callers) -> Findings:
    """Credentials are asked for that callers did not need.

    ## Why it breaks
    Callers without them are refused with a 401, all of them, in the moment of the rollout.

    ## Do this instead
    Accept calls with and without the credentials first (an empty alternative in `security`), move the callers,
    then require them.
    """
    for change in api_diff.of("auth-added"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may not send them", users)
