"""Media types that responses may have, too."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("response-media-type-added", severity="info", since="0.1", default=False, kinds=("response-media-type-added",))
def response_media_type_added(api_diff: ApiDiff) -> Findings:
    """A response may be asked for in one more media type.

    ## Why it breaks
    Nothing breaks: callers get another type only when they ask for it. Who asks for anything (`*/*`) must look at
    what came.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("response-media-type-added"):
        yield change.finding(f"{change.subject}: {change.text}")
