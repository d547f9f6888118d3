"""Changes that the API server rejects."""

from deploycheck.api import Finding, Findings, ObjectChange, changed_immutables, rule


@rule("immutable-field-changed", severity="error", since="0.1")
def immutable_field_changed(object_change: ObjectChange) -> Findings:
    """A field that Kubernetes never lets change differs on the same object.

    Selectors of Deployments, DaemonSets and StatefulSets, most of a StatefulSet, the template of a Job, the cluster IP
    of a Service, the claim of a volume, what a role binding points at.

    ## Why it breaks
    The apply is rejected for this object, while others of the same release went through: GitOps is stuck half-way, and
    rolling back meets the same error.

    ## Do this instead
    Create the object under another name beside the old one, move the traffic, and delete the old one; for a Job use
    `generateName` or a new name for each run.
    """
    for field in changed_immutables(object_change):
        yield Finding(
            f"{field.name} of {object_change.subject} changes, which Kubernetes rejects on an object that exists",
            at=field.location,
            subject=object_change.subject,
            aspect=field.name,
            service=object_change.service,
            related=object_change.was,
            effect="changed",
            change=field.digest,
        )
