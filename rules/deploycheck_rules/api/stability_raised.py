"""Promises that became firmer."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("stability-raised", severity="info", since="0.1", default=False, kinds=("stability-raised",))
def stability_raised(api_diff: ApiDiff) -> Findings:
    """An operation, parameter or property promises more stability than before.

    ## Why it breaks
    Nothing breaks: from now on callers may rely on it.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("stability-raised"):
        yield change.finding(f"{change.subject}: {change.text}")
