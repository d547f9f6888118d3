"""Discriminators that generated clients choose their types by."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("discriminator-changed", severity="error", since="0.1", kinds=("discriminator-changed",))
def discriminator_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A discriminator changed.

    ## Why it breaks
    Validators don't look at it; generated clients choose the class of an object by it, and fail to when property
    or mapping are others than they were. It is an error where a consumer says `reads: generated`.

    ## Do this instead
    Keep the property name and the mapping's keys; add new ones beside them.
    """
    for change in api_diff.of("discriminator-changed"):
        users = callers.of(change)
        text = f"{change.subject}: {change.text}; {users.describe()} may choose their types by it"
        yield change.finding(text, users, impact=change.generating(users) if change.impact else None)
