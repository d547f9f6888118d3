"""Texts whose content means something else."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("content-meaning-changed", severity="error", since="0.1", kinds=("content-meaning-changed",))
def content_meaning_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """The content of a text is encoded differently.

    ## Why it breaks
    contentEncoding, contentMediaType and contentSchema say how to read what is inside a text. No validator checks
    them, and every reader depends on them.

    ## Do this instead
    Send the new content under a new name.
    """
    for change in api_diff.of("content-meaning-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} read it the old way", users)
