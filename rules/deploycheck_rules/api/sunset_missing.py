"""Announcements without a date."""

from deploycheck.api import ApiDiff, Findings, Terms, announcements, rule


@rule("sunset-missing", severity="warning", since="0.1")
def sunset_missing(api_diff: ApiDiff, terms: Terms) -> Findings:
    """Something that others rely on was deprecated without a date.

    It is asked for where the API is for partners or for the public (`audience` in the manifest, or `info.x-audience`).

    ## Why it breaks
    Nobody moves without a date, and a removal without one comes as a surprise.

    ## Do this instead
    Say in `x-sunset` until when it stays.
    """
    for change, day in announcements(api_diff):
        if day is None and change.kind == "operation-deprecated" and terms.audience != "internal":
            yield change.finding(f"{change.subject}: {change.text} without a date; {terms.described} names one")
