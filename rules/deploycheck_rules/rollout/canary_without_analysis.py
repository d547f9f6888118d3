"""Canaries that nobody judges."""

from deploycheck.api import Finding, Findings, Placed, Severity, rule


@rule("canary-without-analysis", severity="warning", since="0.1")
def canary_without_analysis(workload: Placed) -> Findings:
    """A canary sends traffic to the new version step by step, and no analysis looks at how it fares.

    A pause that waits for somebody to go on counts as being looked at; in a place where no customer is, it is
    information.

    ## Why it breaks
    A bad version goes on to 100 % at the same pace as a good one. The steps only make it slower to notice.

    ## Do this instead
    Add an `analysis` with an AnalysisTemplate that compares errors and latency of the canary with the stable version,
    or end the first step with `pause: {}` so that a human decides.
    """
    strategy = workload.workload.strategy
    weights = [step.weight for step in strategy.steps if step.kind == "weight" and step.weight is not None]
    if strategy.kind != "canary" or strategy.analysed or not strategy.automatic or not weights:
        return
    steps = ", ".join(f"{weight} %" for weight in weights)
    yield Finding(
        f"{workload.subject} goes through {steps} and nothing judges it on the way",
        at=strategy.location,
        subject=workload.subject,
        severity=Severity.INFO if workload.rehearsal else None,
    )
