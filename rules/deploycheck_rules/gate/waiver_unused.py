"""Waivers that cover nothing."""

from deploycheck.api import Finding, Findings, WaiverLog, rule


@rule("waiver-unused", severity="info", since="0.1")
def waiver_unused(waiver_log: WaiverLog) -> Findings:
    """A waiver covers no finding of this run.

    ## Why it breaks
    A waiver that outlives its finding will silently excuse the next mistake of the same name.

    ## Do this instead
    Delete it. A waiver for a change that was merged is spent and not reported here; `deploycheck waivers --spent`
    lists those.
    """
    if not waiver_log.full_run:
        return
    for waiver in waiver_log.stale:
        yield Finding(
            f"this waiver for {waiver.describe()} covers no finding",
            at=waiver.location,
            subject=waiver.describe(),
        )
