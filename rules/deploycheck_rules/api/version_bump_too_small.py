"""Versions that promise more than the change keeps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploycheck.api import ApiDiff, Findings, rule, small_bump


@rule("version-bump-too-small", severity="info", since="0.1", options={"unchanged": False})
def version_bump_too_small(api_diff: ApiDiff, options: Mapping[str, Any]) -> Findings:
    """The version of the spec was raised less than the change needs.

    By semantic versioning a breaking change needs a new major version (below 1.0.0 a new minor), an addition or a
    deprecation a new minor. A version that is a date must be another one. Versions of fewer than three numbers, and
    texts that are neither, are not judged.

    A version that did not move at all is judged with `options.version-bump-too-small = {unchanged = true}` alone:
    most projects raise it once per release, not with every commit. `severity = {version-bump-too-small = "error"}`
    makes it a gate.

    ## Why it breaks
    Whoever updates by version range (`^1.12`) takes a minor version without reading what changed, and meets a break.

    ## Do this instead
    Raise the version as far as the finding says; `deploycheck diff` lists the changes and what each of them needs.
    """
    found = small_bump(api_diff, unchanged=bool(options.get("unchanged")))
    if found is None:
        return
    version, entry = found.version, found.because
    where = f"{entry.operations[0]}: " if entry.operations else ""
    kind = "what breaks callers" if version.level == "major" else "what changed"
    went = f"went from {version.base} to {version.head}" if version.base != version.head else f"is still {version.head}"
    because = f"{where}{entry.kind}: {entry.sentence}"
    text = f"{found.finding.subject}: the version {went}, and {kind} needs {version.needed} ({because})"
    yield replace(found.finding, message=text)
