"""Servers that are no longer listed."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("server-removed", severity="warning", since="0.1", kinds=("server-removed",))
def server_removed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A server is no longer listed.

    ## Why it breaks
    Callers that chose it have its address in their configuration.

    ## Do this instead
    Keep the server answering until the logs are quiet, and say in its description that it will go.
    """
    for change in api_diff.of("server-removed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may use it", users)
