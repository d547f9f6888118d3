"""Specs that are not what OpenAPI says a spec is."""

from dataclasses import replace

from deploycheck.api import ApiDiff, Findings, rule


@rule("spec-invalid", severity="warning", since="0.1")
def spec_invalid(api_diff: ApiDiff) -> Findings:
    """A changed spec holds something that OpenAPI does not allow.

    ## Why it breaks
    Tools read an invalid spec each in its own way: generators leave parts out, gateways refuse the whole file, and
    what is compared here may not be what the service does. A reference that leads nowhere describes nothing at all.

    ## Do this instead
    Mend the named place. What base has in the same way is not counted.
    """
    for finding, text in api_diff.invalid():
        yield replace(finding, message=f"{finding.subject}: at {finding.pointer or '/'}: {text}")
