"""Rolling updates that leave nobody to serve."""

from deploycheck.api import Finding, Findings, Placed, Severity, pods_out, rule


@rule("all-pods-at-once", severity="error", since="0.1")
def all_pods_at_once(workload: Placed) -> Findings:
    """A rolling update may take every pod of a workload that serves traffic away at the same time.

    Asked for workloads with two replicas or more behind a Service; one replica is no news.

    ## Why it breaks
    All old pods stop before the first new one is ready: every release is an outage of a pod's start-up time.

    ## Do this instead
    Set `maxUnavailable` to less than the replicas, or to 0 with `maxSurge` of at least 1.
    """
    one = workload.workload
    if not workload.composition.serving(one) or one.replicas is None or one.replicas < 2:  # noqa: PLR2004  see the page
        return
    out = pods_out(one)
    if out is not None and out >= one.replicas:
        yield Finding(
            f"an update of {workload.subject} may take all {one.replicas} pods away at once (maxUnavailable: "
            f"{one.strategy.unavailable})",
            at=one.strategy.location,
            subject=workload.subject,
            severity=Severity.INFO if workload.rehearsal else None,
        )
