"""References that lead nowhere."""

from deploycheck.api import Dangling, Finding, Findings, Severity, rule

SOFT = frozenset(("Secret", "ServiceAccount", "PersistentVolumeClaim"))


@rule("dangling-reference", severity="error", since="0.1")
def dangling_reference(dangling: Dangling) -> Findings:
    """A workload refers to a Service, ConfigMap or other object that is not applied with it.

    Only asked where what is applied together holds objects of that kind at all; names with a dot that are no names of
    the cluster, optional references and what is `external` by the manifest are left in peace. It is an error for a
    Service that the estate knows, or where nearly everything else that is named is there; Secrets, which often come
    from elsewhere, are information.

    ## Why it breaks
    A missing Service means failing calls, a missing ConfigMap a pod that never starts: the rollout hangs, or the first
    request fails.

    ## Do this instead
    Add the object to the same environment before what needs it, correct the name, or name the host under `external`
    in `deploycheck.yaml`.
    """
    if dangling.port is not None:
        message = f"{dangling.source} refers to port {dangling.port} of Service {dangling.name}, which has no such port"
    else:
        where = dangling.composition or "the root folder"
        message = f"{dangling.source} refers to {dangling.kind} {dangling.text}, which is not in {where}"
    yield Finding(message, at=dangling, subject=dangling.subject, severity=_severity(dangling))


def _severity(dangling: Dangling) -> Severity:
    if dangling.rehearsal or dangling.kind in SOFT:
        return Severity.INFO
    sure = dangling.known or dangling.port is not None
    return Severity.ERROR if dangling.kind == "Service" and sure else Severity.WARNING
