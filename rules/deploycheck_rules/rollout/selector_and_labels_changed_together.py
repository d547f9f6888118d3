"""Services that turn to pods that are not there yet."""

from deploycheck.api import Finding, Findings, ObjectChange, abandoned_pods, rule


@rule("selector-and-labels-changed-together", severity="error", since="0.1")
def selector_and_labels_changed_together(object_change: ObjectChange) -> Findings:
    """A Service selects other labels than before, and the pods that run now don't have them.

    A Service that turns to pods that run already (blue-green by hand) is left in peace.

    ## Why it breaks
    The Service changes at once, the pods one by one: the moment it is applied the old pods leave it, and until the
    first new one is ready every connection is refused.

    ## Do this instead
    In one release give the pods the new labels beside the old ones; when all run with them, change the Service's
    selector; drop the old labels last.
    """
    for workload in abandoned_pods(object_change):
        yield Finding(
            f"{object_change.subject} will not select the running pods of {workload.identity} any more",
            at=object_change,
            subject=object_change.subject,
            aspect=str(workload.identity),
            service=workload.service,
            related=object_change.was,
            effect="changed",
            change=str(sorted(workload.labels.items())),
        )
