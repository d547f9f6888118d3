"""Things that stay longer than was announced."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("deprecation-withdrawn", severity="info", since="0.1", default=False, kinds=("deprecation-withdrawn",))
def deprecation_withdrawn(api_diff: ApiDiff) -> Findings:
    """A deprecation was taken back, or its sunset moved to a later day.

    ## Why it breaks
    Nothing breaks: callers have more time than they were told.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("deprecation-withdrawn"):
        yield change.finding(f"{change.subject}: {change.text}")
