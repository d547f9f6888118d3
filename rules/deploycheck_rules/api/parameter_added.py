"""Optional parameters that come."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("parameter-added", severity="info", since="0.1", kinds=("parameter-added",))
def parameter_added(api_diff: ApiDiff) -> Findings:
    """An optional parameter was added.

    ## Why it breaks
    It breaks nobody: callers that don't know it go on as before.

    ## Do this instead
    Nothing. This is information for the changelog.
    """
    for change in api_diff.of("parameter-added"):
        yield change.finding(f"{change.subject}: {change.text}")
