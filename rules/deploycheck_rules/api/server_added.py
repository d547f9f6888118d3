"""Servers that answer, too."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("server-added", severity="info", since="0.1", default=False, kinds=("server-added",))
def server_added(api_diff: ApiDiff) -> Findings:
    """An API lists a server that it did not list before.

    ## Why it breaks
    Nothing breaks: callers of the others go on calling them.

    ## Do this instead
    Nothing. It is told where somebody asks for it: the rule is off unless it is selected by its name.
    """
    for change in api_diff.of("server-added"):
        yield change.finding(f"{change.subject}: {change.text}")
