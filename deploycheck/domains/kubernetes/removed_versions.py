"""API versions that Kubernetes served once and serves no more, from its deprecation guide."""

from collections.abc import Iterator, Mapping
from typing import Final

from deploycheck.domains.kubernetes.model import KubernetesModel
from deploycheck.domains.kubernetes.objects import KubernetesObject
from deploycheck.model.location import Location
from deploycheck.model.record import Record

_REMOVED: Final[Mapping[str, Mapping[str, tuple[int, str]]]] = {
    "extensions/v1beta1": {
        **dict.fromkeys(("Deployment", "DaemonSet", "ReplicaSet"), (16, "apps/v1")),
        "NetworkPolicy": (16, "networking.k8s.io/v1"),
        "PodSecurityPolicy": (16, ""),
        "Ingress": (22, "networking.k8s.io/v1"),
    },
    "apps/v1beta1": dict.fromkeys(("Deployment", "StatefulSet"), (16, "apps/v1")),
    "apps/v1beta2": dict.fromkeys(("Deployment", "DaemonSet", "ReplicaSet", "StatefulSet"), (16, "apps/v1")),
    "networking.k8s.io/v1beta1": dict.fromkeys(("Ingress", "IngressClass"), (22, "networking.k8s.io/v1")),
    "rbac.authorization.k8s.io/v1beta1": dict.fromkeys(
        ("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"), (22, "rbac.authorization.k8s.io/v1")
    ),
    "apiextensions.k8s.io/v1beta1": {"CustomResourceDefinition": (22, "apiextensions.k8s.io/v1")},
    "admissionregistration.k8s.io/v1beta1": dict.fromkeys(
        ("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"), (22, "admissionregistration.k8s.io/v1")
    ),
    "certificates.k8s.io/v1beta1": {"CertificateSigningRequest": (22, "certificates.k8s.io/v1")},
    "coordination.k8s.io/v1beta1": {"Lease": (22, "coordination.k8s.io/v1")},
    "scheduling.k8s.io/v1beta1": {"PriorityClass": (22, "scheduling.k8s.io/v1")},
    "storage.k8s.io/v1beta1": dict.fromkeys(("StorageClass", "CSIDriver", "CSINode"), (22, "storage.k8s.io/v1")),
    "batch/v1beta1": {"CronJob": (25, "batch/v1")},
    "discovery.k8s.io/v1beta1": {"EndpointSlice": (25, "discovery.k8s.io/v1")},
    "policy/v1beta1": {"PodDisruptionBudget": (25, "policy/v1"), "PodSecurityPolicy": (25, "")},
    "autoscaling/v2beta1": {"HorizontalPodAutoscaler": (25, "autoscaling/v2")},
    "autoscaling/v2beta2": {"HorizontalPodAutoscaler": (26, "autoscaling/v2")},
}


class RemovedVersion(Record):
    """An object in an API version that Kubernetes 1.`minor` and newer reject; `instead` may be empty."""

    subject: str
    api_version: str
    minor: int
    instead: str
    location: Location
    service: str | None = None


def find_removed_versions(model: KubernetesModel) -> Iterator[RemovedVersion]:
    """Give every object whose API version is gone from some Kubernetes, once."""
    seen: set[tuple[str, Location]] = set()
    for _, composition in sorted(model.compositions.items()):
        owners = {workload.identity: workload.service for workload in composition.workloads}
        for identity, one in composition.objects.items():
            place = one.document.location((*one.root, "apiVersion")) if one.document else one.location
            known = removal(one)
            if known is not None and (str(identity), place) not in seen:
                seen.add((str(identity), place))
                minor, instead = known
                yield RemovedVersion(str(identity), one.api_version, minor, instead, place, owners.get(identity))


def removal(one: KubernetesObject) -> tuple[int, str] | None:
    """Give the minor version that dropped an API version, and its successor; None for those that are served."""
    return _REMOVED.get(one.api_version, {}).get(one.kind)
