"""Schemas that can be read in two ways."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("spec-ambiguous", severity="info", since="0.1", kinds=("spec-ambiguous",))
def spec_ambiguous(api_diff: ApiDiff) -> Findings:
    """A changed schema can be read in two ways.

    ## Why it breaks
    `nullable` of OpenAPI 3.0 beside an `enum` that does not list null, or beside a `$ref` or an `allOf`, allows null to
    some readers and not to others. We read that null is allowed, because that is what senders do; a validator that
    reads otherwise rejects it.

    ## Do this instead
    Put null among the values of the enum, or write `type` and `nullable` into the schema that is referred to. OpenAPI
    3.1 has `type: [string, "null"]`, which has one reading.
    """
    for change in api_diff.of("spec-ambiguous"):
        yield change.finding(f"{change.subject}: {change.text}")
