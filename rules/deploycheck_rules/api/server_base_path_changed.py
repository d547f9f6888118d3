"""Base paths that move every operation."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("server-base-path-changed", severity="error", since="0.1", kinds=("server-base-path-changed",))
def server_base_path_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """The base path of every server changed.

    ## Why it breaks
    All operations moved at once: every call of every caller ends in a 404.

    ## Do this instead
    Serve both base paths until no caller uses the old one.
    """
    for change in api_diff.of("server-base-path-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} still call the old one", users)
