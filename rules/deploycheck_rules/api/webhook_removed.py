"""Webhooks that are no longer sent."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("webhook-removed", severity="error", since="0.1", kinds=("webhook-removed",))
def webhook_removed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A webhook is no longer sent.

    ## Why it breaks
    Receivers wait for an event that never comes, and don't notice: silence is not an error.

    ## Do this instead
    Announce the end, and go on sending until then.
    """
    for change in api_diff.of("webhook-removed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may wait for it", users)
