"""Files that only base's version of could not be understood."""

from deploycheck.api import Finding, Findings, Impact, Location, NotAnalysed, Related, Usage, rule


@rule("base-not-analysed", severity="warning", since="0.1")
def base_not_analysed(not_analysed: tuple[tuple[NotAnalysed, ...], tuple[NotAnalysed, ...]]) -> Findings:
    """A file of base could not be understood, so that nothing of it was compared.

    ## Why it breaks
    What depends on the old version is unknown: a removal or narrowing in this file goes unseen.

    ## Do this instead
    Compare with a base in which the file is whole, or judge its change by eye this once.
    """
    head, base = not_analysed
    broken_now = {entry.path for entry in head}
    for entry in base:
        if entry.path in broken_now:
            continue
        yield Finding(
            f"{entry.path} could not be read in base: {entry.reason}",
            at=Location(entry.path),
            subject=entry.path,
            impact=Impact.UNKNOWN,
            usage=Usage.ASSUMED,
            service=entry.service,
            related=(Related("was", entry.location.on("base")),),
        )
