"""Whatever else a change takes from running queries."""

from deploycheck.api import Breakage, Findings, breakage_finding, rule


@rule("query-broken", severity="error", since="0.1")
def query_broken(breakages: tuple[Breakage, ...]) -> Findings:
    """A running query fails on the new schema for a reason of its own.

    A type, a function or the unique index of an ON CONFLICT is gone, or a column can no longer be written.

    ## Why it breaks
    The server refuses the statement each time, from the moment the migration commits until the last old instance is
    gone.

    ## Do this instead
    Keep what the query needs beside its successor, release code that uses the successor, and drop the old one later.
    """
    for breakage in breakages:
        if breakage.kind == "other":
            yield breakage_finding(breakage, f"a running query breaks, {breakage.first.message}: {breakage.who}")
