"""Ways to get a token that are gone."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("auth-flow-removed", severity="error", since="0.1", kinds=("auth-flow-removed",))
def auth_flow_removed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A flow of an OAuth scheme was removed.

    ## Why it breaks
    Callers get their tokens by this flow. Once it is gone they get none, and every call that needs one is refused.

    ## Do this instead
    Add the new flow beside the old one, let callers move, and remove the old one when nobody asks it for tokens.
    """
    for change in api_diff.of("auth-flow-removed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may get their tokens by it", users)
