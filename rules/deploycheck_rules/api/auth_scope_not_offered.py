"""Scopes that can no longer be asked for."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("auth-scope-not-offered", severity="warning", since="0.1", kinds=("auth-scope-not-offered",))
def auth_scope_not_offered(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A flow no longer offers a scope.

    ## Why it breaks
    A caller that asks for the scope gets an error instead of a token, even for calls that do not need it.

    ## Do this instead
    Go on offering the scope, without a meaning if need be, until no caller asks for it.
    """
    for change in api_diff.of("auth-scope-not-offered"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may ask for it", users)
