"""Parameters that nobody reads any more."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("parameter-removed", severity="error", since="0.1", kinds=("parameter-removed",))
def parameter_removed(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """A parameter is no longer read.

    ## Why it breaks
    Most servers ignore what they don't know: the request succeeds and means something else. A filter that is
    ignored returns everything; a dry-run flag that is ignored deletes.

    ## Do this instead
    Mark the parameter deprecated with a sunset date first, move the callers that send it, then remove it. If it
    must go at once, refuse requests that still send it, so that nobody is answered wrongly in silence.
    """
    for change in api_diff.of("parameter-removed"):
        if change.lifecycle.early(today):
            continue  # `parameter-removed-before-sunset` says it
        users = callers.of(change)
        yield change.finding(
            f"{change.subject}: {change.text}; {users.describe()} may still send it",
            users,
            severity=change.after_announcement(users, today),
        )
