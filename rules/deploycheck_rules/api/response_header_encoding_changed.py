"""Headers of responses that are written in another way."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-header-encoding-changed", severity="error", since="0.1", kinds=("response-header-encoding-changed",))
def response_header_encoding_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A response header is written in another way.

    ## Why it breaks
    The text of the header changes though its values do not: `a,1` becomes `a=1`, or text becomes JSON. Readers take
    it apart wrongly.

    ## Do this instead
    Send the new form in a header with a name of its own beside the old one.
    """
    for change in api_diff.of("response-header-encoding-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may read it", users)
