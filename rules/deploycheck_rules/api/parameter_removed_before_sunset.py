"""Parameters that vanish before the day that was announced."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, Impact, rule


@rule("parameter-removed-before-sunset", severity="error", since="0.1", kinds=("parameter-removed",))
def parameter_removed_before_sunset(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """A parameter was removed before its sunset.

    ## Why it breaks
    Callers were promised that it is read until that day, and planned with it. A sunset that is no date promises
    nothing that anybody could check, so a removal can't be on time.

    ## Do this instead
    Go on reading it until its sunset; when all callers have moved earlier, say so by a waiver.
    """
    for change in api_diff.of("parameter-removed"):
        if change.lifecycle.early(today):
            users = callers.of(change)
            until = f"its sunset is {change.lifecycle.sunset}"
            text = f"{change.subject}: {change.text} though {until}; {users.describe()} may still send it"
            yield change.finding(text, users, impact=Impact.INCOMPATIBLE)
