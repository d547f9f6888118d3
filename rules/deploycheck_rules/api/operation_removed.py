"""Operations that vanish while somebody may still call them."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("operation-removed", severity="error", since="0.1", kinds=("operation-removed",))
def operation_removed(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """An operation was removed.

    ## Why it breaks
    While the rollout runs, and after it for every caller that has not moved, the call ends in a 404. It is information
    where the end was announced (`deprecated` and an `x-sunset` that has passed) and no caller is known to be left.

    ## Do this instead
    Mark the operation deprecated with a sunset date, move the callers that the finding names, then remove it.
    """
    for change in api_diff.of("operation-removed"):
        if change.lifecycle.early(today):
            continue  # operation-removed-before-sunset says more
        users = callers.of(change)
        severity = change.after_announcement(users, today)
        yield change.finding(f"{change.text}; {users.describe()} may still call it", users, severity=severity)
