"""Workloads that stop before they start."""

from deploycheck.api import Finding, Findings, Placed, rule


@rule("recreate-with-traffic", severity="info", since="0.1")
def recreate_with_traffic(workload: Placed) -> Findings:
    """A workload that serves traffic is updated by stopping it first.

    ## Why it breaks
    Every release is an outage from the last old pod's end until the first new one is ready. The plan lists it as
    downtime.

    ## Do this instead
    Use a rolling update if old and new version may run side by side; else keep it, and release when it hurts least.
    """
    if workload.workload.strategy.kind == "recreate" and workload.composition.serving(workload.workload):
        yield Finding(
            f"{workload.subject} stops before its next version starts, and serves traffic",
            at=workload.workload.strategy.location,
            subject=workload.subject,
        )
