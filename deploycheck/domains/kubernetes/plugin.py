"""What the Kubernetes domain contributes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploycheck.domains.kubernetes.domain import KubernetesDomain
from deploycheck.hooks import Domain, Fact, fact, hookimpl
from deploycheck.model.change import Change, View
from deploycheck.model.service import Estate

if TYPE_CHECKING:
    from deploycheck.domains.kubernetes.dangling import Dangling
    from deploycheck.domains.kubernetes.diff import ObjectChange
    from deploycheck.domains.kubernetes.elsewhere import ElsewhereChange
    from deploycheck.domains.kubernetes.lost import LostService
    from deploycheck.domains.kubernetes.model import KubernetesModel, Placed
    from deploycheck.domains.kubernetes.removed_versions import RemovedVersion


@fact()
def kubernetes(view: View) -> "KubernetesModel":
    """Every composition of the snapshot, with its workloads and Services."""
    from deploycheck.domains.kubernetes.model import KubernetesModel

    model = view.model("kubernetes")
    return model if isinstance(model, KubernetesModel) else KubernetesModel()


@fact(scope="item")
def workload(view: View) -> "Iterator[Placed]":
    """Each workload, once for each form in which it is applied."""
    model: KubernetesModel | None = view.model("kubernetes")
    yield from model.placed() if model else ()


@fact(scope="item")
def dangling(view: View, estate: Estate) -> "Iterator[Dangling]":
    """Each reference to something that is not applied."""
    model: KubernetesModel | None = view.model("kubernetes")
    if model:
        from deploycheck.domains.kubernetes.dangling import find_dangling

        yield from find_dangling(model, estate)


@fact(scope="item")
def removed_version(view: View) -> "Iterator[RemovedVersion]":
    """Each object in an API version that newer clusters reject."""
    model: KubernetesModel | None = view.model("kubernetes")
    if model:
        from deploycheck.domains.kubernetes.removed_versions import find_removed_versions

        yield from find_removed_versions(model)


@fact(scope="item")
def object_change(change: Change) -> "Iterator[ObjectChange]":
    """Each object that differs from any live version, or is gone, told once."""
    seen: set[tuple[str, str]] = set()
    for diff in change.each_diff("kubernetes"):
        for one in diff.changes:
            key = (one.subject, repr(one.base.value))
            if key not in seen:
                seen.add(key)
                yield one


@fact(scope="item")
def lost_service(change: Change) -> "Iterator[LostService]":
    """Each Service or port that is gone while somebody refers to it, told once."""
    seen: set[str] = set()
    for diff in change.each_diff("kubernetes"):
        from deploycheck.domains.kubernetes.lost import lost_services

        for one in lost_services(diff):
            if one.subject not in seen:
                seen.add(one.subject)
                yield one


@fact(scope="item")
def elsewhere_change(change: Change) -> "Iterator[ElsewhereChange]":
    """Each release, application or source that differs and whose manifests are made outside of the snapshot."""
    diffs = tuple(change.each_diff("kubernetes"))
    if diffs:
        from deploycheck.domains.kubernetes.elsewhere import changed_elsewhere
        from deploycheck.domains.kubernetes.model import KubernetesModel

        yield from changed_elsewhere(diffs, change.head.model("kubernetes") or KubernetesModel())


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    return KubernetesDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about workloads and Services."""
    return (kubernetes, workload, dangling, removed_version, object_change, lost_service, elsewhere_change)
