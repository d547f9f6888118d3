"""Pods that get traffic before they can serve it."""

from deploycheck.api import Finding, Findings, Placed, Severity, rule


@rule("no-readiness-probe", severity="warning", since="0.1")
def no_readiness_probe(workload: Placed) -> Findings:
    """A workload that a Service sends traffic to has no readiness probe in any container.

    In a place where no customer is, it is information.

    ## Why it breaks
    A pod counts as ready the moment its process runs. In every rollout requests reach pods that are still starting, and
    a version that never comes up replaces one that works.

    ## Do this instead
    Add a `readinessProbe` (HTTP, gRPC, TCP or a command) that answers once the pod can do its work.
    """
    one = workload.workload
    services = [service for service in workload.composition.serving(one) if service.ports]
    running = [container for container in one.containers if not container.starts]
    if not one.lasting or not services or not running or any(container.ready for container in running):
        return
    yield Finding(
        f"{workload.subject} gets traffic from {services[0].identity} and has no readiness probe",
        at=running[0],
        subject=workload.subject,
        severity=Severity.INFO if workload.rehearsal else None,
    )
