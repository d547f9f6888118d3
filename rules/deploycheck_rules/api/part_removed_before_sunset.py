"""Parts of operations that vanish before the day that was announced."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, Impact, rule


@rule("part-removed-before-sunset", severity="error", since="0.1")
def part_removed_before_sunset(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """A property, header or status was removed before its sunset.

    ## Why it breaks
    Callers were promised it until that day, and planned with it. A sunset that is no date promises nothing that
    anybody could check, so a removal can't be on time.

    ## Do this instead
    Keep it until its sunset; when all callers have moved earlier, say so by a waiver.
    """
    for change in api_diff.changes:
        if change.too_early(today):
            users = callers.of(change)
            until = f"its sunset is {change.lifecycle.sunset}"
            text = f"{change.subject}: {change.text} though {until}; {users.describe()} may still use it"
            yield change.finding(text, users, impact=Impact.INCOMPATIBLE)
