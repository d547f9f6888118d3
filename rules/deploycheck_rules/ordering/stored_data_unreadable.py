"""Readers that drop a format of which data remain."""

from deploycheck.api import Findings, Refusal, refusal_finding, rule


@rule("stored-data-unreadable", severity="error", since="0.1")
def stored_data_unreadable(refusal: Refusal) -> Findings:
    """A proposed version no longer reads a format that stored data, queued messages or a running writer still use.

    ## Why it breaks
    Data outlive the version that wrote them: the new reader meets old rows or messages and fails.

    ## Do this instead
    Keep the old reader until a backfill has rewritten the data, or until their retention is over; then remove it.
    """
    if refusal.code == "stored-data-unreadable":
        yield refusal_finding(refusal)
