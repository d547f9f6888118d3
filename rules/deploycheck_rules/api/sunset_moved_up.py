"""Sunset dates that come sooner than was announced."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("sunset-moved-up", severity="warning", since="0.1", kinds=("sunset-moved-up",))
def sunset_moved_up(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A sunset comes sooner than was announced, or was taken away.

    ## Why it breaks
    Callers planned with the date that was published.

    ## Do this instead
    Keep the announced date, or choose a later one.
    """
    for change in api_diff.of("sunset-moved-up"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} planned with the old date", users)
