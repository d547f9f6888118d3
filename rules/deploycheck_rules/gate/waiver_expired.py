"""Waivers whose date has passed."""

from deploycheck.api import Finding, Findings, WaiverLog, rule


@rule("waiver-expired", severity="warning", since="0.1")
def waiver_expired(waiver_log: WaiverLog) -> Findings:
    """A waiver's end date has passed, so that it covers nothing any more.

    ## Why it breaks
    What it excused counts again, or is long mended; either way the entry misleads whoever reads it.

    ## Do this instead
    Mend what it excused and delete the waiver, or renew it with a new reason and date.
    """
    for waiver in waiver_log.expired:
        yield Finding(
            f"this waiver for {waiver.describe()} ended on {waiver.expires}",
            at=waiver.location,
            subject=waiver.describe(),
            aspect=str(waiver.expires),
        )
