"""What a kustomization does to all its objects: namespaces, names, labels, images, replicas."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from deploycheck.domains.kubernetes.kustomize.read import Image, Kustomization, LabelSet
from deploycheck.domains.kubernetes.objects import (
    CLUSTER_KINDS,
    KubernetesObject,
    Steps,
    dig,
    labels,
    mapping,
    sequence,
)
from deploycheck.domains.kubernetes.references import POD_STEPS, WORKLOAD_KINDS, references
from deploycheck.model.record import replace

_UNNAMED: Final = frozenset(("Namespace", "CustomResourceDefinition", "APIService"))
_SCALED: Final = frozenset(("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"))
_CREATED_SELECTORS: Final[Mapping[str, tuple[str, ...]]] = {
    "Service": ("spec", "selector"),
    "ReplicationController": ("spec", "selector"),
    "Deployment": ("spec", "selector", "matchLabels"),
    "ReplicaSet": ("spec", "selector", "matchLabels"),
    "DaemonSet": ("spec", "selector", "matchLabels"),
    "StatefulSet": ("spec", "selector", "matchLabels"),
}
_EXISTING_SELECTORS: Final[Mapping[str, tuple[str, ...]]] = {
    "Job": ("spec", "selector", "matchLabels"),
    "CronJob": ("spec", "jobTemplate", "spec", "selector", "matchLabels"),
    "PodDisruptionBudget": ("spec", "selector", "matchLabels"),
    "NetworkPolicy": ("spec", "podSelector", "matchLabels"),
}


def transform(objects: Iterable[KubernetesObject], by: Kustomization) -> list[KubernetesObject]:
    """Apply everything but resources, generators and patches, in kustomize's order."""
    changed = [_namespaced(one, by.namespace) for one in objects] if by.namespace else list(objects)
    if by.prefix or by.suffix:
        changed = [_renamed(one, by.prefix, by.suffix) for one in changed]
        changed = follow_names(changed)
    for pairs in by.labels:
        changed = [_labelled(one, pairs) for one in changed]
    for name, count in by.replicas:
        changed = [_scaled(one, name, count) for one in changed]
    for image in by.images:
        changed = [_with_image(one, image) for one in changed]
    return changed


def edited(value: Any, steps: Steps, edit: Callable[[Any], Any], *, create: bool = False) -> Any:  # noqa: ANN401  any YAML
    """Give `value` with what `steps` lead to replaced by `edit` of it; unchanged where the way ends early."""
    if not steps:
        return edit(value)
    step, rest = steps[0], steps[1:]
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return [*value[:step], edited(value[step], rest, edit, create=create), *value[step + 1 :]]
    if isinstance(value, Mapping) and (step in value or create):
        inner = value.get(step)
        return {**value, step: edited({} if inner is None and rest else inner, rest, edit, create=create)}
    return value


def _namespaced(one: KubernetesObject, namespace: str) -> KubernetesObject:
    if one.kind in CLUSTER_KINDS:
        return one
    return one.with_value(edited(one.value, ("metadata", "namespace"), lambda _: namespace, create=True))


def _renamed(one: KubernetesObject, prefix: str, suffix: str) -> KubernetesObject:
    if one.kind in _UNNAMED or not one.name:
        return one
    name = f"{prefix}{one.name}{suffix}"
    value = edited(one.value, ("metadata", "name"), lambda _: name)
    return replace(one, value=value, former=one.former | {one.name})


def follow_names(objects: list[KubernetesObject]) -> list[KubernetesObject]:
    """Let references follow the objects that have another name now."""
    names: dict[tuple[str, str], set[str]] = {}
    for one in objects:
        for former in one.former:
            names.setdefault((one.kind, former), set()).add(one.name)
    current = {(one.kind, one.name) for one in objects}
    return [_following(one, names, current) for one in objects]


def _following(
    one: KubernetesObject, names: Mapping[tuple[str, str], set[str]], current: set[tuple[str, str]]
) -> KubernetesObject:
    value = one.value
    for reference in references(one):
        known = (reference.kind, reference.name)
        new = names.get(known, ())
        if len(new) == 1 and known not in current:
            value = edited(value, reference.steps, _always(*new))
    return one if value is one.value else one.with_value(value)


def _always(value: Any) -> Callable[[Any], Any]:  # noqa: ANN401  any YAML
    return lambda _: value


def _labelled(one: KubernetesObject, added: LabelSet) -> KubernetesObject:
    def merged(existing: Any) -> dict[str, Any]:  # noqa: ANN401  any YAML
        return {**mapping(existing), **added.pairs}

    value = edited(one.value, ("metadata", "labels"), merged, create=True)
    if added.selectors and one.kind in _CREATED_SELECTORS:
        value = edited(value, _CREATED_SELECTORS[one.kind], merged, create=True)
    if added.selectors and dig(value, *_EXISTING_SELECTORS.get(one.kind, ("-",))) is not None:
        value = edited(value, _EXISTING_SELECTORS[one.kind], merged)
    if added.templates and one.kind in WORKLOAD_KINDS and one.kind != "Rollout":
        value = edited(value, (*POD_STEPS[one.kind][:-1], "metadata", "labels"), merged, create=True)
    return one.with_value(value)


def _scaled(one: KubernetesObject, name: str, count: int) -> KubernetesObject:
    if one.kind not in _SCALED or name not in {one.name, *one.former}:
        return one
    return one.with_value(edited(one.value, ("spec", "replicas"), lambda _: count, create=True))


def _with_image(one: KubernetesObject, image: Image) -> KubernetesObject:
    steps = POD_STEPS.get(one.kind)
    if steps is None:
        return one

    def each(items: Any) -> Any:  # noqa: ANN401  any YAML
        return [_container(item, image) for item in sequence(items)]

    value = edited(one.value, (*steps, "containers"), each)
    value = edited(value, (*steps, "initContainers"), each)
    return one.with_value(value)


def _container(item: Any, image: Image) -> Any:  # noqa: ANN401  any YAML
    current = mapping(item).get("image")
    if not isinstance(current, str):
        return item
    name, tag, digest = split_image(current)
    if name != image.name:
        return item
    new = image.new_name or name
    if image.digest:
        return {**item, "image": f"{new}@{image.digest}"}
    if image.new_tag:
        return {**item, "image": f"{new}:{image.new_tag}"}
    return {**item, "image": f"{new}{f':{tag}' if tag else ''}{f'@{digest}' if digest else ''}"}


def split_image(image: str) -> tuple[str, str, str]:
    """Split an image into name, tag and digest: `registry:5000/shop/orders:v1@sha256:...`."""
    rest, _, digest = image.partition("@")
    folder, slash, last = rest.rpartition("/")
    name, _, tag = last.partition(":")
    return f"{folder}{slash}{name}", tag, digest


def selects(selector: Mapping[str, Any], of: Any) -> bool:  # noqa: ANN401  any YAML
    """Whether a selector of plain labels fits the labels `of` something; an empty one fits nothing."""
    have = labels(of)
    return bool(selector) and all(have.get(key) == value for key, value in labels(selector).items())
