"""Announcements that leave callers too little time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from deploycheck.api import ApiDiff, Findings, Terms, announcements, rule

DAYS = {"internal": 0, "partner": 90, "public": 180}
STABILITY = {"beta": 30}


@rule("sunset-too-soon", severity="warning", since="0.1", options={"days": DAYS, "stability": STABILITY})
def sunset_too_soon(api_diff: ApiDiff, terms: Terms, today: date, options: Mapping[str, Any]) -> Findings:
    """Something is announced to go sooner than its callers were promised.

    How many days lie at least between the announcement and the end depends on whom the API is for (`audience` in the
    manifest, or `info.x-audience` in the spec) and on how stable the operation says that it is (`x-stability-level`);
    drafts promise nothing. `options.sunset-too-soon = {days = {partner = 30, public = 365}, stability = {beta = 14}}`
    sets other periods; `[[overrides]]` with `tier = 0` sets them for the services of a tier.

    ## Why it breaks
    Callers outside of your house release in months. A date that comes sooner than they can move is a removal
    without notice.

    ## Do this instead
    Choose a later sunset. Where every caller is known and ready, say so by a waiver.
    """
    for change, day in announcements(api_diff):
        stability = change.operation.lifecycle.stability if change.operation else None
        least = terms.notice(stability, {"days": {**DAYS, **options["days"]}, "stability": options["stability"]})
        if day is not None and (day - today).days < least:
            left = max((day - today).days, 0)
            text = f"{change.text}, which is {left} days from now; {terms.described} gives at least {least}"
            yield change.finding(f"{change.subject}: {text}")
