"""Flags that should be gone by now."""

from datetime import date

from deploycheck.api import Finding, Findings, Flag, rule


@rule("flag-past-its-date", severity="error", since="0.1")
def flag_past_its_date(flag: Flag, today: date) -> Findings:
    """A flag is still there after the date on which it was to be removed.

    The date stands in the flag's `metadata`, as `expires`, `removeBy` or `sunset`.

    ## Why it breaks
    The date was a promise to others, who may have removed what one of the variants needs.

    ## Do this instead
    Remove the flag and the path that lost, or move the date and say in the change why.
    """
    if flag.expires is not None and flag.expires < today:
        owner = f"; {flag.owner} owns it" if flag.owner else ""
        yield Finding(
            f"flag {flag.key} was to be removed by {flag.expires.isoformat()}{owner}", at=flag, subject=flag.key
        )
