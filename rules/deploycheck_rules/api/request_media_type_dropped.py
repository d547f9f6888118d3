"""Media types that are no longer taken."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("request-media-type-dropped", severity="error", since="0.1", kinds=("request-media-type-dropped",))
def request_media_type_dropped(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A request body is no longer taken in a media type that was offered.

    ## Why it breaks
    Callers choose one media type and keep it. A request in the dropped type ends in a 415, or is parsed as
    something that it is not.

    ## Do this instead
    Take the old type beside the new one until no caller sends it.
    """
    for change in api_diff.of("request-media-type-dropped"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may send it", users)
