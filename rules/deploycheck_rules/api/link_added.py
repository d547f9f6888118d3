"""Links between operations that come."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("link-added", severity="info", since="0.1", default=False, kinds=("link-added",))
def link_added(api_diff: ApiDiff) -> Findings:
    """A response got a link.

    ## Why it breaks
    Nothing breaks: callers that do not know the link do not follow it.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("link-added"):
        yield change.finding(f"{change.subject}: {change.text}")
