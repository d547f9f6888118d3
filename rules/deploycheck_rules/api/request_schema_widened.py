"""Requests that changed, and take all that callers send."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("request-schema-widened", severity="info", since="0.1", default=False, kinds=("request-schema-widened",))
def request_schema_widened(api_diff: ApiDiff) -> Findings:
    """A body or parameter changed, and still takes every value that callers send.

    ## Why it breaks
    Nothing breaks: it was proved that every value that callers send is still taken.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("request-schema-widened"):
        yield change.finding(f"{change.subject}: {change.text}")
