"""Callbacks whose receivers do not know how they prove who sends them."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("callback-auth-changed", severity="error", since="0.1", kinds=("callback-auth-changed",))
def callback_auth_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A callback comes with other credentials than its receivers were told, or with none.

    ## Why it breaks
    Receivers check that a call is genuine. One without the credentials that they know looks forged, and is refused.
    More credentials than before are no finding, and neither is what the spec's own `security` says: that is about
    those who call the service.

    ## Do this instead
    Send the old credentials beside the new ones until every receiver knows the new.
    """
    for change in api_diff.of("callback-auth-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may receive it", users)
