"""Webhooks whose receivers do not expect what comes."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("webhook-payload-changed", severity="error", since="0.1", kinds=("webhook-payload-changed",))
def webhook_payload_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A webhook sends, or expects in return, what its receivers do not know.

    ## Why it breaks
    Here the service is the caller: what it sends may not grow beyond what receivers were told, and what it takes
    in return may not shrink.

    ## Do this instead
    Send the old form until every receiver reads the new one.
    """
    for change in api_diff.of("webhook-payload-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may receive it", users)
