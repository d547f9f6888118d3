"""Headers that hold what callers do not expect."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("response-header-widened", severity="error", since="0.1", kinds=("response-header-widened",))
def response_header_widened(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A header of a response may hold a value that callers were told would not come.

    ## Why it breaks
    Headers are parsed like everything else: a number that becomes a text ends in a failed conversion.

    ## Do this instead
    Send the new form in a new header.
    """
    for change in api_diff.of("response-header-widened"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} may not expect it", users)
