"""Recorded requests that no operation fits."""

from collections.abc import Sequence

from deploycheck.api import Finding, Findings, Unresolved, rule

SHOWN = 3


@rule("recorded-request-unknown", severity="info", since="0.1")
def recorded_request_unknown(unresolved: Sequence[Unresolved]) -> Findings:
    """A recording shows requests to an API that no operation of its spec fits.

    Requests that another API of the estate offers are left out, and those to hosts to which nothing went that fits
    (fonts, pictures, strangers), unless nothing of the recording fits.

    ## Why it breaks
    What the spec does not describe is not compared: it can go without a word. Where nothing fits at all, the recording
    may be of another API, or of another base path, and protects nobody.

    ## Do this instead
    Describe the operation, or name the recording where it belongs.
    """
    grouped: dict[tuple[str, str, str], dict[str, Unresolved]] = {}
    for entry in unresolved:
        use = entry.use
        if use.evidence == "trace":
            grouped.setdefault((use.location.path, use.consumer, use.target), {}).setdefault(use.text, entry)
    for (path, consumer, target), entries in grouped.items():
        listed = ", ".join(list(entries)[:SHOWN])
        more = f" and {len(entries) - SHOWN} more" if len(entries) > SHOWN else ""
        first = next(iter(entries.values()))
        yield Finding(
            f"{consumer} was recorded with requests to {target} that no operation fits: {listed}{more}",
            at=first.use.location,
            subject=f"{consumer}: {target}",
            aspect=path,
            service=consumer,
            existing=all(entry.known for entry in entries.values()),
            change=", ".join(sorted(entries)),
        )
