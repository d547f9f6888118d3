"""Parameters that are written in another way."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("parameter-encoding-changed", severity="error", since="0.1", kinds=("parameter-encoding-changed",))
def parameter_encoding_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """A parameter is written differently on the wire.

    ## Why it breaks
    style, explode, content and allowReserved decide how a list or object becomes text. `ids=1,2` read as
    `ids=1&ids=2` is a list of one odd string: the request is refused, or answered wrongly.

    ## Do this instead
    Offer a new parameter with the new form beside the old one, and remove the old one when nobody sends it.
    """
    for change in api_diff.of("parameter-encoding-changed"):
        users = callers.of(change)
        yield change.finding(f"{change.subject}: {change.text}; {users.describe()} still write it the old way", users)
