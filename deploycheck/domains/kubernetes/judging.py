"""What Kubernetes does with a change, for the rules."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from deploycheck.domains.kubernetes.diff import ObjectChange
from deploycheck.domains.kubernetes.model import Workload
from deploycheck.domains.kubernetes.objects import KubernetesObject, dig, labels, mapping
from deploycheck.domains.kubernetes.workloads import read_service, resolved_amount
from deploycheck.model.location import Location
from deploycheck.model.record import Record

_SELECTOR: Final = ("spec", "selector")
_FIELDS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "Deployment": (_SELECTOR,),
    "DaemonSet": (_SELECTOR,),
    "ReplicaSet": (_SELECTOR,),
    "StatefulSet": (
        _SELECTOR,
        ("spec", "serviceName"),
        ("spec", "volumeClaimTemplates"),
        ("spec", "podManagementPolicy"),
    ),
    "Job": (_SELECTOR, ("spec", "template"), ("spec", "completionMode")),
    "Service": (("spec", "clusterIP"),),
    "PersistentVolumeClaim": (
        ("spec", "storageClassName"),
        ("spec", "accessModes"),
        ("spec", "volumeMode"),
        ("spec", "volumeName"),
        ("spec", "selector"),
    ),
    "StorageClass": (("provisioner",), ("parameters",), ("reclaimPolicy",), ("volumeBindingMode",)),
    "RoleBinding": (("roleRef",),),
    "ClusterRoleBinding": (("roleRef",),),
}
_HOOKS: Final = ("argocd.argoproj.io/hook", "helm.sh/hook")
_DEFAULTS: Final[Mapping[str, Any]] = {"podManagementPolicy": "OrderedReady", "volumeMode": "Filesystem"}


class ImmutableField(Record):
    """A field that may not change and does; `digest` identifies both values."""

    name: str
    location: Location
    digest: str


def changed_immutables(change: ObjectChange) -> Iterator[ImmutableField]:
    """Give the fields of an object that Kubernetes does not let change, and that do."""
    head = change.head
    if head is None or head.generated or any(hook in head.annotations for hook in _HOOKS):
        return
    for steps in _FIELDS.get(head.kind, ()):
        old, new = _value(change.base, steps), _value(head, steps)
        if old != new and not (steps == ("spec", "clusterIP") and not (old and new)):
            yield ImmutableField(".".join(steps), head.place(*steps), _digest(old, new))
    if head.kind in ("ConfigMap", "Secret") and change.base.value.get("immutable") is True:
        parts = [(one.value.get("data"), one.value.get("binaryData")) for one in (change.base, head)]
        if parts[0] != parts[1]:
            yield ImmutableField("data", head.place("data"), _digest(*parts))


def _value(one: KubernetesObject, steps: tuple[str, ...]) -> Any:  # noqa: ANN401  any YAML
    """Give a field as the API server sees it, with the defaults that it fills in."""
    value = dig(one.value, *steps)
    if steps == _SELECTOR and one.kind != "Job":
        if value is None:  # the oldest APIs took the labels of the template
            return {"matchLabels": labels(dig(one.spec, "template", "metadata", "labels"))}
        return {key: part for key, part in mapping(value).items() if part}
    if steps[-1] == "volumeClaimTemplates" and isinstance(value, list):
        return [(dig(item, "metadata", "name"), mapping(item).get("spec")) for item in value]
    return _DEFAULTS.get(steps[-1]) if value is None else value


def _digest(old: Any, new: Any) -> str:  # noqa: ANN401  any YAML
    written = json.dumps([old, new], sort_keys=True, default=str)
    return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:16]


def abandoned_pods(change: ObjectChange) -> Iterator[Workload]:
    """Give the workloads whose running pods a Service stops selecting, when no pods that run take their place."""
    if change.identity.kind != "Service" or change.head is None or change.head.api_version != "v1":
        return
    before, after = read_service(change.base), read_service(change.head)
    if before.selector == after.selector or not after.selector:
        return
    base = change.pair.base
    if any(workload.lasting for workload in base.selected(after)):
        return
    yield from (workload for workload in base.selected(before) if workload.lasting)


def pods_out(workload: Workload) -> int | None:
    """Give how many pods a rolling update may take away at once; None where it does not say or does not roll."""
    strategy, replicas = workload.strategy, workload.replicas
    if strategy.kind not in ("rolling", "canary") or strategy.unavailable is None or replicas is None:
        return None
    return resolved_amount(strategy.unavailable, replicas, up=False)
