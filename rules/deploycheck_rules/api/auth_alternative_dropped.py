"""Ways to be let in that are gone."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("auth-alternative-dropped", severity="error", since="0.1", kinds=("auth-alternative-dropped",))
def auth_alternative_dropped(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A way to be let in was dropped.

    ## Why it breaks
    Callers use one of the alternatives, and keep it. Those that used the dropped one are refused.

    ## Do this instead
    Keep the alternative until the logs show that nobody uses it.
    """
    for change in api_diff.of("auth-alternative-dropped"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may use it", users)
