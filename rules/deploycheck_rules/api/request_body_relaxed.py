"""Request bodies that may be left out."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("request-body-relaxed", severity="info", since="0.1", default=False, kinds=("request-body-relaxed",))
def request_body_relaxed(api_diff: ApiDiff) -> Findings:
    """A request body became optional, or an optional one was added.

    ## Why it breaks
    Nothing breaks: callers that send none, and those that send what was taken before, are understood.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("request-body-relaxed"):
        yield change.finding(f"{change.subject}: {change.text}")
