"""Keywords beside a type that they cannot constrain."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("keyword-without-effect", severity="info", since="0.1", kinds=("keyword-without-effect",))
def keyword_without_effect(api_diff: ApiDiff) -> Findings:
    """A keyword means nothing beside the declared type.

    ## Why it breaks
    `maxItems` on a string, or `properties` on a number, checks nothing. Readers believe in a limit that is none.

    ## Do this instead
    Write the keyword that belongs to the type, or take it out.
    """
    for change in api_diff.of("keyword-without-effect"):
        yield change.finding(f"{change.subject}: {change.text}")
