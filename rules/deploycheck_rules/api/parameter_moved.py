"""Parameters that are read from another place."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("parameter-moved", severity="error", since="0.1", kinds=("parameter-moved",))
def parameter_moved(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A parameter is read from another place of the request.

    ## Why it breaks
    A value in the query is not a value in a header: requests of running callers carry it where nobody looks any
    more.

    ## Do this instead
    Read the parameter from both places until no caller sends it at the old one.
    """
    for change in api_diff.of("parameter-moved"):
        users = callers.of(change)
        yield change.finding(
            f"{change.subject}: {change.text}; {users.describe()} still send it at the old place", users
        )
