"""Uses that lead nowhere."""

from collections.abc import Sequence

from deploycheck.api import Finding, Findings, Severity, Unresolved, rule

ELSEWHERE = ("flag", "address")  # flag-read-but-undeclared and dangling-reference speak of these


@rule("use-unresolved", severity="warning", since="0.1")
def use_unresolved(unresolved: Sequence[Unresolved]) -> Findings:
    """A consumer declares to use something that no provider of the estate offers.

    Recorded requests that no operation fits are `recorded-request-unknown`.

    ## Why it breaks
    Either the call fails today, or the provider is missing from the estate, so that nothing protects this consumer.

    ## Do this instead
    Mend the name, declare the provider (`provides`, `external`), or add its contracts with `--estate`.
    """
    before = {_gist(entry) for entry in unresolved if entry.side != "head"}
    for entry in unresolved:
        use = entry.use
        if entry.side != "head" or use.kind in ELSEWHERE or use.evidence == "trace":
            continue
        what = use.text if use.text == use.target else f"{use.text} of {use.target}"
        yield Finding(
            f"{use.consumer} uses {what}, which nothing in the estate offers{entry.hint}",
            at=use.location,
            subject=f"{use.consumer}: {use.target} {use.text}",
            service=use.consumer,
            severity=Severity.INFO if entry.known else None,
            existing=_gist(entry) in before,
        )


def _gist(entry: Unresolved) -> tuple[str, ...]:
    return entry.use.consumer, entry.use.kind, entry.use.target, entry.use.text
