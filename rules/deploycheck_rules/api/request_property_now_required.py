"""Properties that callers have to send from now on."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("request-property-now-required", severity="error", since="0.1", kinds=("request-property-now-required",))
def request_property_now_required(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A property of a request body is required now that callers did not have to send.

    ## Why it breaks
    Callers built for the deployed version leave it out, and their requests are refused. A default in the schema
    does not help: validators check `required` without it.

    ## Do this instead
    Keep the property optional and fill it in on the server. Require it in a later release, once every caller
    sends it.
    """
    for change in api_diff.of("request-property-now-required"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may leave it out", users)
