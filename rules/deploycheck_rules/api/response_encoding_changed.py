"""Parts of responses that are written in another way."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-encoding-changed", severity="error", since="0.1", kinds=("response-encoding-changed",))
def response_encoding_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A part of a multipart response is written in another way.

    ## Why it breaks
    Readers take a part apart by its content type, style and headers. Written otherwise it is not understood.

    ## Do this instead
    Answer in the new form under a media type of its own, and let callers choose.
    """
    for change in api_diff.of("response-encoding-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may read it", users)
