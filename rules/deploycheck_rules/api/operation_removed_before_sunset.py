"""Operations that vanish before the day that was announced."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("operation-removed-before-sunset", severity="error", since="0.1", kinds=("operation-removed",))
def operation_removed_before_sunset(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """An operation was removed before its sunset.

    ## Why it breaks
    Callers were promised the operation until that day, and planned with it. A sunset that is no date promises
    nothing that anybody could check, so a removal can't be on time.

    ## Do this instead
    Keep the operation until its sunset; when all callers have moved earlier, say so by a waiver.
    """
    for change in api_diff.of("operation-removed"):
        if change.lifecycle.early(today):
            users = callers.of(change)
            until = f"its sunset is {change.lifecycle.sunset}"
            yield change.finding(f"{change.text} though {until}; {users.describe()} may still call it", users)
