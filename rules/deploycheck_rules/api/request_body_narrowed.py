"""Request bodies that are refused though they were fine."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("request-body-narrowed", severity="error", since="0.1", kinds=("request-body-narrowed",))
def request_body_narrowed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A request body that was fine is refused now.

    ## Why it breaks
    Callers built for the deployed version send what its schema allows. The finding shows such a body, checked
    against both schemas: taken by base, refused by head.

    ## Do this instead
    Go on taking the old form, and reject it in a later release, once no caller sends it. Where a value changed
    its meaning, add a new property instead of changing the old one.
    """
    for change in api_diff.of("request-body-narrowed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may send this", users)
