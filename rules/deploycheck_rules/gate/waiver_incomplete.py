"""Waivers that lack what makes them valid."""

from deploycheck.api import Finding, Findings, WaiverLog, rule


@rule("waiver-incomplete", severity="warning", since="0.1")
def waiver_incomplete(waiver_log: WaiverLog) -> Findings:
    """A waiver lacks a reason, an end date or an owner, or runs for more than 365 days, and is not honoured.

    ## Why it breaks
    An exception without a reason, an owner and an end is a hole in the gate that nobody will ever close.

    ## Do this instead
    Write it in full: `ignore[rule] -- reason, until 2027-01-31`, at most 365 days from today; in the file also
    `owner` and, without a fingerprint, `aspect`.
    """
    for waiver in waiver_log.incomplete:
        lacking = f"lacks {waiver.incomplete}" if waiver.incomplete else "runs for more than 365 days"
        yield Finding(
            f"this waiver for {waiver.describe()} {lacking}, so it is not honoured",
            at=waiver.location,
            subject=waiver.describe(),
        )
