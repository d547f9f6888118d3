"""Operations that ask callers for less."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("auth-relaxed", severity="info", since="0.1", default=False, kinds=("auth-relaxed",))
def auth_relaxed(api_diff: ApiDiff) -> Findings:
    """An operation lets callers in that it refused before.

    ## Why it breaks
    Nothing breaks: who was let in still is. Whether less should be asked for is a question for whoever guards the
    data.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("auth-relaxed"):
        yield change.finding(f"{change.subject}: {change.text}")
