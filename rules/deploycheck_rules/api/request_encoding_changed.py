"""Parts of forms that are written differently."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("request-encoding-changed", severity="error", since="0.1", kinds=("request-encoding-changed",))
def request_encoding_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A part of a multipart body or form is written differently.

    ## Why it breaks
    The encoding of a part says whether it is text, JSON or a file, and how lists are written. A part in the old
    encoding can no longer be read.

    ## Do this instead
    Accept both encodings, or add a part with a new name.
    """
    for change in api_diff.of("request-encoding-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} still write it the old way", users)
