"""Objects that start to reject names they never declared."""

from deploycheck.api import ApiDiff, Callers, Findings, Impact, rule


@rule("undeclared-names-now-rejected", severity="error", since="0.1", kinds=("undeclared-names-now-rejected",))
def undeclared_names_now_rejected(api_diff: ApiDiff, callers: Callers) -> Findings:
    """An object rejects names now that it never declared.

    ## Why it breaks
    Callers that send more than the schema says (a newer field, a tracing id, an object passed on whole) worked so
    far, and are refused now. Those that send only what is declared are not affected.

    ## Do this instead
    Log undeclared names for a while before you reject them. A consumer that sends more says so in its manifest:
    `sends: extra`; for it this is an error.
    """
    for change in api_diff.of("undeclared-names-now-rejected"):
        users = callers.of(change)
        impact = Impact.INCOMPATIBLE if callers.sending_more(users) else None
        said = "send" if impact else "may send"
        text = f"{change.subject}: {change.text}; {users.describe()} {said} such names"
        yield change.finding(text, users, impact=impact)
