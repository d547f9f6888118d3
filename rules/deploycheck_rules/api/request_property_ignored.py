"""Properties that are sent and no longer read."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("request-property-ignored", severity="error", since="0.1", kinds=("request-property-ignored",))
def request_property_ignored(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """A property of a request body is no longer read.

    ## Why it breaks
    The request still succeeds, and what the caller wanted is dropped without a word. A schema that only rejects
    what it forbids cannot show this, which is why it is a finding of its own.

    ## Do this instead
    Mark the property deprecated with a sunset date, move the callers, then remove it. If it must go at once,
    refuse bodies that still carry it.
    """
    for change in api_diff.of("request-property-ignored"):
        if change.too_early(today):
            continue  # part-removed-before-sunset says more
        users = callers.of(change)
        yield change.finding(
            f"{change.subject}: {change.text}; {users.describe()} may still send it",
            users,
            severity=change.after_announcement(users, today),
        )
