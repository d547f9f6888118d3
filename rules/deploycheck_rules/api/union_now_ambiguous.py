"""Values that fit more than one member of a union."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("union-now-ambiguous", severity="warning", since="0.1", kinds=("union-now-ambiguous",))
def union_now_ambiguous(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A request that was valid fits more than one member of a `oneOf` now.

    ## Why it breaks
    `oneOf` means exactly one. A validator that takes it by its word rejects the request; others choose a member, and
    not always the one that was meant.

    ## Do this instead
    Write `anyOf` where members overlap, or give each member a required property with a value of its own.
    """
    for change in api_diff.of("union-now-ambiguous"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may send such a value", users)
