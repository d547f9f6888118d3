"""Manifests that newer clusters reject."""

from collections.abc import Mapping
from typing import Any

from deploycheck.api import Finding, Findings, RemovedVersion, Severity, rule


@rule("api-version-removed", severity="error", since="0.1", options={"cluster": ""})
def api_version_removed(removed_version: RemovedVersion, options: Mapping[str, Any]) -> Findings:
    """An object is written in an API version that Kubernetes serves no more.

    With the option `cluster = "1.29"` it is an error from that version on, and nothing before; without it, a warning.

    ## Why it breaks
    The API server doesn't know the version: the apply is rejected, and so is a rollback to this manifest.

    ## Do this instead
    Write the object in the version that is named, and look up what its fields are called there.
    """
    cluster = _minor(str(options.get("cluster", "")))
    if cluster is not None and cluster < removed_version.minor:
        return
    instead = f"; use {removed_version.instead}" if removed_version.instead else ""
    yield Finding(
        f"{removed_version.subject} is {removed_version.api_version}, which Kubernetes 1.{removed_version.minor}"
        f" removed{instead}",
        at=removed_version,
        subject=removed_version.subject,
        severity=None if cluster is not None else Severity.WARNING,
    )


def _minor(version: str) -> int | None:
    """Read the 29 of `1.29` or `v1.29.3`."""
    parts = version.removeprefix("v").split(".")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else None
