"""Headers that come now."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("response-header-promised", severity="info", since="0.1", default=False, kinds=("response-header-promised",))
def response_header_promised(api_diff: ApiDiff) -> Findings:
    """A response promises a header that it did not promise before.

    ## Why it breaks
    Nothing breaks: callers that do not know it skip it.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("response-header-promised"):
        yield change.finding(f"{change.subject}: {change.text}")
