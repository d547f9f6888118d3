"""Headers that no longer come."""

from datetime import date

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-header-dropped", severity="error", since="0.1", kinds=("response-header-dropped",))
def response_header_dropped(api_diff: ApiDiff, callers: Callers, today: date) -> Findings:
    """A header of a response no longer comes.

    ## Why it breaks
    Callers page by `Link`, back off by `Retry-After`, follow `Location`. Without the header they stop, or hammer.

    ## Do this instead
    Go on sending the header until its readers are moved.
    """
    for change in api_diff.of("response-header-dropped"):
        if change.too_early(today):
            continue  # part-removed-before-sunset says more
        users = callers.of(change)
        severity = change.after_announcement(users, today)
        yield change.finding(
            f"{change.subject}: {change.text}; {users.describe()} may read it", users, severity=severity
        )
