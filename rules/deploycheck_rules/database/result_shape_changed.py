"""Queries for `*` whose result gets other columns."""

from dataclasses import replace

from deploycheck.api import Breakage, Findings, Impact, breakage_finding, rule


@rule("result-shape-changed", severity="warning", since="0.1")
def result_shape_changed(breakages: tuple[Breakage, ...]) -> Findings:
    """A running query selects `*`, or returns it, and a migration changes what that stands for.

    ## Why it breaks
    PostgreSQL answers prepared statements with "cached plan must not change result type" until the connection
    prepares them anew, and code that scans columns by position gets the wrong ones.

    ## Do this instead
    List the columns in the query and release that before the migration; or make sure that connections are opened
    anew, or statements discarded, when it has run.
    """
    for breakage in breakages:
        if breakage.kind == "result-shape":
            message = f"a running query's columns change: {breakage.first.message}; it is run by {breakage.who}"
            yield replace(breakage_finding(breakage, message), impact=Impact.BEHAVIOURAL)
