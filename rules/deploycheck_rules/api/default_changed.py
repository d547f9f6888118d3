"""Defaults that mean something else."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("default-changed", severity="warning", since="0.1", kinds=("default-changed",))
def default_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A default of a request changed.

    ## Why it breaks
    Requests that leave the value out are answered as before, and mean something else: another page size, another
    order, another currency.

    ## Do this instead
    Keep the default, and offer the new behaviour under a value that callers send.
    """
    for change in api_diff.of("default-changed"):
        users = callers.of(change)
        missed = "may rely on it by leaving the value out" if change.direction == "request" else "need not know"
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} {missed}", users)
