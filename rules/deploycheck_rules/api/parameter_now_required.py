"""Parameters that callers have to send from now on."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("parameter-now-required", severity="error", since="0.1", kinds=("parameter-now-required",))
def parameter_now_required(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A parameter is required now that callers did not have to send.

    ## Why it breaks
    Whoever calls as before leaves it out, and the request is refused, usually with a 400. A default in the schema
    does not help: a required parameter that is missing is an error before any default is looked at.

    ## Do this instead
    Keep the parameter optional and let the service fill in what callers mean when they leave it out. Require it
    in a later release, once every caller sends it.
    """
    for change in api_diff.of("parameter-now-required"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may leave it out", users)
