"""Versions that go back."""

from dataclasses import replace

from deploycheck.api import ApiDiff, Findings, lower_version, rule


@rule("version-decreased", severity="info", since="0.1")
def version_decreased(api_diff: ApiDiff) -> Findings:
    """The version of the spec is lower than the one that runs.

    Versions of equally many numbers are compared, and dates with dates; a pre-release comes before its release.

    ## Why it breaks
    Whoever picks the highest version (package registries, generators of clients, portals) goes on with the old one. A
    lower version may also be a sign that an old state of the file came back in a merge.

    ## Do this instead
    Raise the version above the one that runs, also where a change is taken back.
    """
    found = lower_version(api_diff)
    if found is not None:
        finding, old, new = found
        yield replace(finding, message=f"{finding.subject}: the version went back from {old} to {new}")
