"""Sunset dates that are no dates."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("sunset-unreadable", severity="error", since="0.1", kinds=("sunset-unreadable",))
def sunset_unreadable(api_diff: ApiDiff) -> Findings:
    """A sunset is no date.

    ## Why it breaks
    Nobody can tell when the removal is due, so it can never be shown to be on time.

    ## Do this instead
    Write the date as `2027-01-31`.
    """
    for change in api_diff.of("sunset-unreadable"):
        yield change.finding(f"{change.subject}: {change.text}")
