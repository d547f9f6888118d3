"""Properties that come now."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("response-property-new", severity="info", since="0.1", default=False, kinds=("response-property-new",))
def response_property_new(api_diff: ApiDiff) -> Findings:
    """A response describes a property that nobody was told about before.

    ## Why it breaks
    Nothing breaks: the schema is open, so callers had to expect names that they do not know.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("response-property-new"):
        yield change.finding(f"{change.subject}: {change.text}")
