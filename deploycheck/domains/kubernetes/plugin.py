"""What the Kubernetes domain contributes."""

from collections.abc import Iterable

from deploycheck.hooks import Domain, Fact, hookimpl


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    from deploycheck.domains.kubernetes.domain import KubernetesDomain

    return KubernetesDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about workloads and Services."""
    from deploycheck.domains.kubernetes import facts

    return (
        facts.kubernetes,
        facts.workload,
        facts.dangling,
        facts.removed_version,
        facts.object_change,
        facts.lost_service,
    )
