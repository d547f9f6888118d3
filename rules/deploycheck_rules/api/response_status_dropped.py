"""Statuses that no longer come."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-status-dropped", severity="error", since="0.1", kinds=("response-status-dropped",))
def response_status_dropped(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """A status that callers wait for no longer comes.

    ## Why it breaks
    Callers branch on the status: a client that expects 201 treats a 200 as a failure more often than not.

    ## Do this instead
    Keep the status. If the new one is better, offer it in a new version of the operation.
    """
    for change in api_diff.of("response-status-dropped"):
        if change.too_early(today):
            continue  # part-removed-before-sunset says more
        users = callers.of(change)
        severity = change.after_announcement(users, today)
        yield change.finding(
            f"{change.subject}: {change.text}; {users.describe()} may wait for it", users, severity=severity
        )
