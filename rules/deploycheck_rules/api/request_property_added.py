"""Properties that are read now."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("request-property-added", severity="info", since="0.1", default=False, kinds=("request-property-added",))
def request_property_added(api_diff: ApiDiff) -> Findings:
    """A request may hold a property that was not read before, and need not.

    ## Why it breaks
    Nothing breaks: callers that do not know it leave it out.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("request-property-added"):
        yield change.finding(f"{change.subject}: {change.text}")
