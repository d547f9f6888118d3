"""Webhooks that come."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("webhook-added", severity="info", since="0.1", kinds=("webhook-added",))
def webhook_added(api_diff: ApiDiff) -> Findings:
    """A webhook is sent now.

    ## Why it breaks
    It reaches only those that register for it.

    ## Do this instead
    Nothing. This is information for the changelog.
    """
    for change in api_diff.of("webhook-added"):
        yield change.finding(f"{change.subject}: {change.text}")
