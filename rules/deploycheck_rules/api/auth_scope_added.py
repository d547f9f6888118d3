"""Scopes that tokens in use do not have."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("auth-scope-added", severity="error", since="0.1", kinds=("auth-scope-added",))
def auth_scope_added(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A token needs a scope that it did not need.

    ## Why it breaks
    Tokens were issued with the scopes that were asked for then. Until every caller has asked anew, and every user
    has consented anew, calls end in a 403.

    ## Do this instead
    Grant the scope to the callers first, then ask for it.
    """
    for change in api_diff.of("auth-scope-added"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may hold tokens without it", users)
