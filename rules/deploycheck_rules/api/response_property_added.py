"""Properties that come into responses which ruled them out."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-property-added", severity="error", since="0.1", kinds=("response-property-added",))
def response_property_added(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A response gets a property that its closed schema ruled out.

    ## Why it breaks
    With `additionalProperties: false` the old spec promised that no other names come. Tolerant readers skip what they
    don't know; those that validate responses, or whose generated parser is strict, reject the whole response.

    ## Do this instead
    Leave schemas of responses open, and release that first. A consumer that rejects unknown names says so in its
    manifest: `reads: strict`.
    """
    for change in api_diff.of("response-property-added"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may not expect it", users)
