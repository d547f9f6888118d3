"""Things that are announced to go."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("operation-deprecated", severity="info", since="0.1", kinds=("operation-deprecated",))
def operation_deprecated(api_diff: ApiDiff) -> Findings:
    """Something was deprecated.

    ## Why it breaks
    Nothing breaks yet: it is the announcement that makes the removal safe.

    ## Do this instead
    Name a date in `x-sunset`, so that callers can plan.
    """
    for change in api_diff.of("operation-deprecated"):
        yield change.finding(f"{change.subject}: {change.text}")
