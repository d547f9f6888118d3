"""Free-form objects that get their first described property."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("free-form-now-described", severity="warning", since="0.1", kinds=("free-form-now-described",))
def free_form_now_described(api_diff: ApiDiff, callers: Callers) -> Findings:
    """An object that took any names now describes some of them.

    ## Why it breaks
    Callers could send anything, so they may be using the described name for something else; such requests are
    refused now.

    ## Do this instead
    Choose a name that nobody sends, or look into the traffic whether the name is in use before you describe it.
    """
    for change in api_diff.of("free-form-now-described"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may already use that name", users)
