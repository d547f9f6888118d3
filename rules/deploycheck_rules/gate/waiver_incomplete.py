"""Waivers that lack what makes them valid."""

from datetime import date

from deploycheck.api import Finding, Findings, WaiverLog, rule


@rule("waiver-incomplete", severity="warning", since="0.1")
def waiver_incomplete(waiver_log: WaiverLog, today: date) -> Findings:
    """A waiver lacks a rule that exists, a reason, a date or an owner, or runs for over 365 days, and is not honoured.

    ## Why it breaks
    An exception without a reason, an owner and an end is a hole in the gate that nobody will ever close.

    ## Do this instead
    Write it in full: `ignore[rule] -- reason, until 2027-01-31`, at most 365 days from today; in the file also
    `owner` and, without a fingerprint, `aspect`.
    """
    for waiver in waiver_log.incomplete:
        yield Finding(
            f"this waiver for {waiver.describe()} {waiver.flaw(today)}, so it is not honoured",
            at=waiver.location,
            subject=waiver.describe(),
        )
