"""Where objects name other objects."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from deploycheck.domains.kubernetes.objects import KubernetesObject, Steps, dig, mapping, sequence, text
from deploycheck.model.record import Record

WORKLOAD_KINDS: Final = ("Deployment", "StatefulSet", "DaemonSet", "Rollout", "ReplicaSet", "Job", "CronJob")
POD_STEPS: Final[Mapping[str, Steps]] = {
    "Pod": ("spec",),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    **{kind: ("spec", "template", "spec") for kind in WORKLOAD_KINDS if kind != "CronJob"},
}
CONTAINER_LISTS: Final = ("initContainers", "containers")


class Reference(Record):
    """A name of another object in the same namespace, and where it stands.

    `key` is the entry of a ConfigMap or Secret that is meant. `optional` says that it may be missing. `port` is the
    number or name of a Service's port.
    """

    kind: str
    name: str
    steps: Steps
    key: str = ""
    optional: bool = False
    port: int | str | None = None


def pod_spec(one: KubernetesObject) -> tuple[Mapping[str, Any], Steps]:
    """Give the pod's spec in a workload, and the way to it; empty for other objects."""
    steps = POD_STEPS.get(one.kind)
    if steps is None:
        return {}, ()
    return mapping(dig(one.value, *map(str, steps))), steps


def containers(one: KubernetesObject) -> Iterator[tuple[Mapping[str, Any], Steps]]:
    """Give every container of a workload with the way to it, those that run first included."""
    spec, steps = pod_spec(one)
    for part in CONTAINER_LISTS:
        for index, container in enumerate(sequence(spec.get(part))):
            yield mapping(container), (*steps, part, index)


def references(one: KubernetesObject) -> Iterator[Reference]:
    """Give every name of another object that we know the meaning of."""
    yield from _of_pod(one)
    for container, steps in containers(one):
        yield from _of_container(container, steps)
    match one.kind:
        case "Ingress":
            yield from _of_ingress(one)
        case "HorizontalPodAutoscaler":
            target = mapping(one.spec.get("scaleTargetRef"))
            if text(target.get("name")):
                steps = ("spec", "scaleTargetRef", "name")
                yield Reference(text(target.get("kind")) or "Deployment", text(target["name"]), steps)
        case "StatefulSet" if text(one.spec.get("serviceName")):
            yield Reference("Service", text(one.spec["serviceName"]), ("spec", "serviceName"))
        case "Rollout":
            yield from _of_rollout(one)


def _of_pod(one: KubernetesObject) -> Iterator[Reference]:
    spec, steps = pod_spec(one)
    if text(spec.get("serviceAccountName")):
        yield Reference(
            "ServiceAccount", text(spec["serviceAccountName"]), (*steps, "serviceAccountName"), optional=True
        )
    for index, secret in enumerate(sequence(spec.get("imagePullSecrets"))):
        if name := text(mapping(secret).get("name")):
            yield Reference("Secret", name, (*steps, "imagePullSecrets", index, "name"), optional=True)
    for index, volume in enumerate(sequence(spec.get("volumes"))):
        yield from _of_volume(mapping(volume), (*steps, "volumes", index))


_VOLUMES: Final = (
    ("configMap", "name", "ConfigMap"),
    ("secret", "secretName", "Secret"),
    ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
)


def _of_volume(volume: Mapping[str, Any], steps: Steps) -> Iterator[Reference]:
    for part, field, kind in _VOLUMES:
        source = mapping(volume.get(part))
        if name := text(source.get(field)):
            yield Reference(kind, name, (*steps, part, field), optional=bool(source.get("optional")))
    for index, source in enumerate(sequence(dig(volume, "projected", "sources"))):
        for part, kind in (("configMap", "ConfigMap"), ("secret", "Secret")):
            projected = mapping(mapping(source).get(part))
            if name := text(projected.get("name")):
                where = (*steps, "projected", "sources", index, part, "name")
                yield Reference(kind, name, where, optional=bool(projected.get("optional")))


def _of_container(container: Mapping[str, Any], steps: Steps) -> Iterator[Reference]:
    for index, source in enumerate(sequence(container.get("envFrom"))):
        for part, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            reference = mapping(mapping(source).get(part))
            if name := text(reference.get("name")):
                where = (*steps, "envFrom", index, part, "name")
                yield Reference(kind, name, where, optional=bool(reference.get("optional")))
    for index, variable in enumerate(sequence(container.get("env"))):
        for part, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
            reference = mapping(dig(variable, "valueFrom", part))
            if name := text(reference.get("name")):
                where = (*steps, "env", index, "valueFrom", part, "name")
                yield Reference(kind, name, where, text(reference.get("key")), bool(reference.get("optional")))


def _of_ingress(one: KubernetesObject) -> Iterator[Reference]:
    places: list[tuple[Any, Steps]] = [
        (one.spec.get("defaultBackend"), ("spec", "defaultBackend")),
        (one.spec.get("backend"), ("spec", "backend")),
    ]
    for index, rule in enumerate(sequence(one.spec.get("rules"))):
        for number, path in enumerate(sequence(dig(rule, "http", "paths"))):
            places.append((mapping(path).get("backend"), ("spec", "rules", index, "http", "paths", number, "backend")))
    for backend, steps in places:
        service = mapping(mapping(backend).get("service"))
        if name := text(service.get("name")):
            port = mapping(service.get("port"))
            yield Reference("Service", name, (*steps, "service", "name"), port=port.get("number") or port.get("name"))
        elif name := text(mapping(backend).get("serviceName")):
            yield Reference("Service", name, (*steps, "serviceName"), port=mapping(backend).get("servicePort"))


_ROLLOUT_SERVICES: Final = (
    ("canary", "canaryService"),
    ("canary", "stableService"),
    ("blueGreen", "activeService"),
    ("blueGreen", "previewService"),
)


def _of_rollout(one: KubernetesObject) -> Iterator[Reference]:
    for strategy, field in _ROLLOUT_SERVICES:
        if name := text(dig(one.spec, "strategy", strategy, field)):
            yield Reference("Service", name, ("spec", "strategy", strategy, field))
    if name := text(dig(one.spec, "workloadRef", "name")):
        kind = text(dig(one.spec, "workloadRef", "kind")) or "Deployment"
        yield Reference(kind, name, ("spec", "workloadRef", "name"))
    for analysis, steps in analyses(one):
        for index, template in enumerate(sequence(analysis.get("templates"))):
            if name := text(mapping(template).get("templateName")):
                kind = "ClusterAnalysisTemplate" if mapping(template).get("clusterScope") else "AnalysisTemplate"
                yield Reference(kind, name, (*steps, "templates", index, "templateName"))


def analyses(rollout: KubernetesObject) -> Iterator[tuple[Mapping[str, Any], Steps]]:
    """Give every analysis of a Rollout, with the way to it."""
    for strategy, part in (
        ("canary", "analysis"),
        ("blueGreen", "prePromotionAnalysis"),
        ("blueGreen", "postPromotionAnalysis"),
    ):
        if found := mapping(dig(rollout.spec, "strategy", strategy, part)):
            yield found, ("spec", "strategy", strategy, part)
    for index, step in enumerate(sequence(dig(rollout.spec, "strategy", "canary", "steps"))):
        if found := mapping(mapping(step).get("analysis")):
            yield found, ("spec", "strategy", "canary", "steps", index, "analysis")
