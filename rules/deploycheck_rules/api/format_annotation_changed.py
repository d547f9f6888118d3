"""Formats that no validator checks."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("format-annotation-changed", severity="warning", since="0.1", kinds=("format-annotation-changed",))
def format_annotation_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A format changed that validators do not check.

    ## Why it breaks
    Nothing is refused because of it, but generated clients choose their types by it (`byte`, `binary`, `float`,
    `double`), and people read it as a promise.

    ## Do this instead
    Add a new property for the new form, if it really is one.
    """
    for change in api_diff.of("format-annotation-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may read the value by it", users)
