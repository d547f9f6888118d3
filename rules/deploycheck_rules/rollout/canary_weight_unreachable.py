"""Canary weights that the number of pods can't make."""

from deploycheck.api import Finding, Findings, Placed, Severity, rule


@rule("canary-weight-unreachable", severity="warning", since="0.1")
def canary_weight_unreachable(workload: Placed) -> Findings:
    """A canary's weight is smaller than one pod's share, and no traffic router splits it finer.

    ## Why it breaks
    Without `trafficRouting` the weight is a number of pods, rounded up: 5 % of two replicas is one pod beside the two,
    a third of the traffic. The step exposes many times the users that it says.

    ## Do this instead
    Add `trafficRouting`, run enough replicas, or write the weight that one pod really is.
    """
    one = workload.workload
    replicas = one.replicas
    if one.strategy.kind != "canary" or one.strategy.router or not replicas:
        return
    for step in one.strategy.steps:
        if step.weight and step.weight * replicas < 100:  # noqa: PLR2004  percent
            yield Finding(
                f"{workload.subject} says {step.weight} %, but one pod beside {replicas} gets"
                f" {100 // (replicas + 1)} % of the traffic",
                at=step.location,
                subject=workload.subject,
                severity=Severity.INFO if workload.rehearsal else None,
            )
            return
