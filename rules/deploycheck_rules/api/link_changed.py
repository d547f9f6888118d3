"""Links between operations that lead elsewhere."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("link-changed", severity="warning", since="0.1", kinds=("link-changed",))
def link_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A link of a response leads to another call.

    ## Why it breaks
    Generated clients and workflow tools follow links to find the next call, and make another one now.

    ## Do this instead
    Give the new link a name of its own, and keep the old one while its target exists.
    """
    for change in api_diff.of("link-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may follow it", users)
