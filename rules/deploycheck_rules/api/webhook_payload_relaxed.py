"""Webhooks that ask less of who is called."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("webhook-payload-relaxed", severity="info", since="0.1", default=False, kinds=("webhook-payload-relaxed",))
def webhook_payload_relaxed(api_diff: ApiDiff) -> Findings:
    """What a webhook sends, or takes as an answer, changed, and who is called can take it.

    ## Why it breaks
    Nothing breaks: every payload that comes is one that was expected before, and every answer is still taken.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("webhook-payload-relaxed"):
        yield change.finding(f"{change.subject}: {change.text}")
