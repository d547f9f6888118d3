"""Promises of stability that are taken back."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("stability-lowered", severity="error", since="0.1", kinds=("stability-lowered",))
def stability_lowered(api_diff: ApiDiff, callers: Callers) -> Findings:
    """The stability of an operation was lowered, or names a level that nobody knows.

    ## Why it breaks
    Callers took it into use as stable; a draft or alpha operation may change without notice. Known levels are
    draft, alpha, beta and stable.

    ## Do this instead
    Keep the level, and offer what is experimental under a new path.
    """
    for change in api_diff.of("stability-lowered"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} rely on the promise", users)
