"""Parameters that ask callers for less."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("parameter-relaxed", severity="info", since="0.1", default=False, kinds=("parameter-relaxed",))
def parameter_relaxed(api_diff: ApiDiff) -> Findings:
    """A parameter may be left out, be empty, or hold characters that had to be escaped.

    ## Why it breaks
    Nothing breaks: whoever sends it as before is understood as before.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("parameter-relaxed"):
        yield change.finding(f"{change.subject}: {change.text}")
