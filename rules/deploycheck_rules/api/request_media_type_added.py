"""Media types that request bodies may have, too."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("request-media-type-added", severity="info", since="0.1", default=False, kinds=("request-media-type-added",))
def request_media_type_added(api_diff: ApiDiff) -> Findings:
    """Request bodies of one more media type are taken.

    ## Why it breaks
    Nothing breaks: the old ones are still taken.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("request-media-type-added"):
        yield change.finding(f"{change.subject}: {change.text}")
