"""Responses that changed, and hold nothing that callers do not expect."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("response-schema-narrowed", severity="info", since="0.1", default=False, kinds=("response-schema-narrowed",))
def response_schema_narrowed(api_diff: ApiDiff) -> Findings:
    """A response, or a header of it, changed, and holds no value that callers do not expect.

    ## Why it breaks
    Nothing breaks: it was proved that every value that may come was expected before.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("response-schema-narrowed"):
        yield change.finding(f"{change.subject}: {change.text}")
