"""Links between operations that are gone."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("link-removed", severity="warning", since="0.1", kinds=("link-removed",))
def link_removed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A link of a response was removed.

    ## Why it breaks
    Generated clients and workflow tools follow links to find the next call.

    ## Do this instead
    Keep the link while its target exists.
    """
    for change in api_diff.of("link-removed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may follow it", users)
