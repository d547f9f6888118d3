"""Responses whose media type became a range."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-media-type-widened", severity="error", since="0.1", kinds=("response-media-type-widened",))
def response_media_type_widened(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A response may come in any type of a range now.

    ## Why it breaks
    Callers know how to read the types that were listed. A range promises nothing.

    ## Do this instead
    List the types that really come.
    """
    for change in api_diff.of("response-media-type-widened"):
        users = callers.of(change)
        yield change.finding(
            f"{change.subject}: {change.text}; {users.describe()} read only the types that were listed", users
        )
