"""Media types that responses no longer come in."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-media-type-dropped", severity="error", since="0.1", kinds=("response-media-type-dropped",))
def response_media_type_dropped(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A response no longer comes in a media type that was offered.

    ## Why it breaks
    Callers that ask for it are refused with a 406, or get a format that they cannot parse.
    `application/problem+json` is not `application/json`: clients choose their parser by the exact type.

    ## Do this instead
    Offer both types and let the caller choose by its Accept header.
    """
    for change in api_diff.of("response-media-type-dropped"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may ask for it", users)
