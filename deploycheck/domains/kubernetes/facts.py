"""What rules may ask for about Kubernetes."""

from collections.abc import Iterator

from deploycheck.domains.kubernetes.dangling import Dangling, find_dangling
from deploycheck.domains.kubernetes.diff import KubernetesDiff, ObjectChange
from deploycheck.domains.kubernetes.lost import LostService, lost_services
from deploycheck.domains.kubernetes.model import KubernetesModel, Placed
from deploycheck.domains.kubernetes.removed_versions import RemovedVersion, find_removed_versions
from deploycheck.hooks import fact
from deploycheck.model.change import Change, View
from deploycheck.model.service import Estate


@fact()
def kubernetes(view: View) -> KubernetesModel:
    """Every composition of the snapshot, with its workloads and Services."""
    model = view.model("kubernetes")
    return model if isinstance(model, KubernetesModel) else KubernetesModel()


@fact(scope="item")
def workload(kubernetes: KubernetesModel) -> Iterator[Placed]:
    """Each workload, once for each form in which it is applied."""
    yield from kubernetes.placed()


@fact(scope="item")
def dangling(kubernetes: KubernetesModel, estate: Estate) -> Iterator[Dangling]:
    """Each reference to something that is not applied."""
    yield from find_dangling(kubernetes, estate)


@fact(scope="item")
def removed_version(kubernetes: KubernetesModel) -> Iterator[RemovedVersion]:
    """Each object in an API version that newer clusters reject."""
    yield from find_removed_versions(kubernetes)


@fact(scope="item")
def object_change(change: Change) -> Iterator[ObjectChange]:
    """Each object that differs from any live version, or is gone, told once."""
    seen: set[tuple[str, str]] = set()
    for diff in _diffs(change):
        for one in diff.changes:
            key = (one.subject, repr(one.base.value))
            if key not in seen:
                seen.add(key)
                yield one


@fact(scope="item")
def lost_service(change: Change) -> Iterator[LostService]:
    """Each Service or port that is gone while somebody refers to it, told once."""
    seen: set[str] = set()
    for diff in _diffs(change):
        for one in lost_services(diff):
            if one.subject not in seen:
                seen.add(one.subject)
                yield one


def _diffs(change: Change) -> Iterator[KubernetesDiff]:
    yield from (diff for diff in change.each_diff("kubernetes") if isinstance(diff, KubernetesDiff))
