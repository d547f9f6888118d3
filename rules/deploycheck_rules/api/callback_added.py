"""Callbacks that come."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("callback-added", severity="info", since="0.1", kinds=("callback-added",))
def callback_added(api_diff: ApiDiff) -> Findings:
    """A callback is made now.

    ## Why it breaks
    It reaches only those that register for it.

    ## Do this instead
    Nothing. This is information for the changelog.
    """
    for change in api_diff.of("callback-added"):
        yield change.finding(f"{change.subject}: {change.text}")
