"""Statuses that callers do not know yet."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("response-status-added", severity="info", since="0.1", kinds=("response-status-added",))
def response_status_added(api_diff: ApiDiff) -> Findings:
    """A new status may come.

    ## Why it breaks
    Callers must treat a status they don't know by its class (4xx, 5xx), so this is no break by itself.

    ## Do this instead
    Nothing, unless a consumer is known to reject what it doesn't know.
    """
    for change in api_diff.of("response-status-added"):
        yield change.finding(f"{change.subject}: {change.text}")
