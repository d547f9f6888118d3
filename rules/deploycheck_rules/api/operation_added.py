"""Operations that come."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("operation-added", severity="info", since="0.1", kinds=("operation-added",))
def operation_added(api_diff: ApiDiff) -> Findings:
    """An operation was added.

    ## Why it breaks
    It breaks nobody: callers that use it must be deployed after the service that offers it, and the plan sees to
    that.

    ## Do this instead
    Nothing. This is information for the changelog.
    """
    for change in api_diff.of("operation-added"):
        yield change.finding(change.text)
