"""Callbacks that are no longer made."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("callback-removed", severity="error", since="0.1", kinds=("callback-removed",))
def callback_removed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A callback is no longer made.

    ## Why it breaks
    Whoever registered for it waits for a call that never comes.

    ## Do this instead
    Go on calling until every registration has ended.
    """
    for change in api_diff.of("callback-removed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may wait for it", users)
