"""Properties of responses that no longer come."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-property-removed", severity="error", since="0.1", kinds=("response-property-removed",))
def response_property_removed(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """A property of a response no longer comes.

    ## Why it breaks
    Callers that read it get nothing: a crash in the strict ones, an empty column or a wrong sum in the others. It
    is an error where it was promised or where a live consumer reads it, and a warning where nobody is known to.

    ## Do this instead
    Mark the property deprecated with a sunset date, move its readers, then remove it.
    """
    for change in api_diff.of("response-property-removed"):
        if change.too_early(today):
            continue  # part-removed-before-sunset says more
        users = callers.of(change)
        yield change.finding(
            f"{change.subject}: {change.text}; {users.describe()} may read it",
            users,
            severity=change.after_announcement(users, today),
        )
