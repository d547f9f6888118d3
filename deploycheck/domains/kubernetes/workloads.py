"""Workloads and Services as the rules and the planner see them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from deploycheck.domains.kubernetes.addresses import addresses_of
from deploycheck.domains.kubernetes.model import (
    CanaryStep,
    Container,
    KubernetesService,
    ServicePort,
    Strategy,
    StrategyKind,
    Workload,
)
from deploycheck.domains.kubernetes.objects import KubernetesObject, Steps, dig, labels, mapping, sequence, text, whole
from deploycheck.domains.kubernetes.references import POD_STEPS, containers, references

_UNITS: Final = {"s": 1, "m": 60, "h": 3600}
_ROUTERS: Final = ("trafficRouting",)


def read_workload(
    one: KubernetesObject, objects: Mapping[tuple[str, str], KubernetesObject], service: str | None
) -> Workload:
    """Give the workload that an object describes."""
    template = POD_STEPS[one.kind][:-1]
    pod_labels = labels(dig(one.value, *map(str, template), "metadata", "labels"))
    written = labels(dig(one.spec, "selector", "matchLabels")) or _flat(one.spec.get("selector"))
    return Workload(
        identity=one.identity,
        location=one.location,
        strategy=read_strategy(one),
        containers=tuple(_container(one, value, steps) for value, steps in containers(one)),
        selector=written or pod_labels,
        labels=pod_labels,
        replicas=whole(one.spec.get("replicas")),
        addresses=tuple(dict.fromkeys(addresses_of(one, objects))),
        references=tuple(references(one)),
        value=one,
        service=service,
    )


def _flat(selector: Any) -> dict[str, str]:  # noqa: ANN401  any YAML
    """Read a selector without `matchLabels`, as the oldest APIs had it."""
    known = mapping(selector)
    return {} if "matchExpressions" in known or "matchLabels" in known else labels(known)


def _container(one: KubernetesObject, value: Mapping[str, Any], steps: Steps) -> Container:
    ports = (
        (text(port.get("name")), number)
        for port in map(mapping, sequence(value.get("ports")))
        if (number := whole(port.get("containerPort"))) is not None
    )
    return Container(
        name=text(value.get("name")),
        image=text(value.get("image")),
        location=one.place(*steps),
        ports=tuple(ports),
        ready=bool(mapping(value.get("readinessProbe"))),
        starts="initContainers" in steps and value.get("restartPolicy") != "Always",
    )


def read_strategy(one: KubernetesObject) -> Strategy:
    """Give how a workload gets its next version, from Deployment, StatefulSet, DaemonSet or Argo Rollout."""
    match one.kind:
        case "Deployment":
            return _deployment(one)
        case "Rollout":
            return _rollout(one)
        case "StatefulSet" | "DaemonSet":
            update = mapping(one.spec.get("updateStrategy"))
            rolling = mapping(update.get("rollingUpdate"))
            kind: StrategyKind = "on-delete" if update.get("type") == "OnDelete" else "rolling"
            place = one.place("spec", "updateStrategy")
            return Strategy(kind, place, _amount(rolling.get("maxSurge")), _amount(rolling.get("maxUnavailable")))
        case _:
            return Strategy("none", one.location)


def _deployment(one: KubernetesObject) -> Strategy:
    strategy = mapping(one.spec.get("strategy"))
    rolling = mapping(strategy.get("rollingUpdate"))
    place = one.place("spec", "strategy")
    if strategy.get("type") == "Recreate":
        return Strategy("recreate", place)
    return Strategy("rolling", place, _amount(rolling.get("maxSurge")), _amount(rolling.get("maxUnavailable")))


def _rollout(one: KubernetesObject) -> Strategy:
    blue_green = dig(one.spec, "strategy", "blueGreen")
    if isinstance(blue_green, Mapping):
        return Strategy(
            "blue-green",
            one.place("spec", "strategy", "blueGreen"),
            analysed="prePromotionAnalysis" in blue_green,
            automatic=blue_green.get("autoPromotionEnabled", True) is not False,
        )
    canary = mapping(dig(one.spec, "strategy", "canary"))
    steps = tuple(_steps(one, canary))
    analysed = "analysis" in canary or any(step.kind == "analysis" for step in steps)
    place = one.place("spec", "strategy", "canary")
    surge, unavailable = _amount(canary.get("maxSurge")), _amount(canary.get("maxUnavailable"))
    kind: StrategyKind = "canary" if steps else "rolling"
    router = any(canary.get(part) for part in _ROUTERS)
    automatic = not any(step.kind == "pause" and step.seconds is None for step in steps)
    return Strategy(kind, place, surge, unavailable, steps, analysed, router, automatic)


def _steps(one: KubernetesObject, canary: Mapping[str, Any]) -> Iterator[CanaryStep]:
    for index, step in enumerate(map(mapping, sequence(canary.get("steps")))):
        place = one.place("spec", "strategy", "canary", "steps", index)
        if "setWeight" in step:
            yield CanaryStep("weight", place, weight=whole(step["setWeight"]))
        elif "pause" in step:
            yield CanaryStep("pause", place, seconds=seconds(mapping(step["pause"]).get("duration")))
        elif "analysis" in step or "experiment" in step:
            yield CanaryStep("analysis", place)
        else:
            yield CanaryStep("other", place)


def seconds(value: Any) -> int | None:  # noqa: ANN401  any YAML
    """Read a duration of Argo Rollouts (`30`, `"90s"`, `"5m"`, `"1h"`); None for none."""
    if (number := whole(value)) is not None:
        return number
    written = text(value)
    amount = whole(written[:-1]) if written[-1:] in _UNITS else None
    return amount * _UNITS[written[-1]] if amount is not None else None


def _amount(value: Any) -> int | str | None:  # noqa: ANN401  any YAML
    return whole(value) if whole(value) is not None else text(value) or None


def resolved_amount(amount: int | str | None, replicas: int, *, up: bool, default: str = "25%") -> int:
    """Give pods for a number or percentage of `replicas`; Kubernetes rounds surge up and unavailability down."""
    amount = default if amount is None else amount
    if isinstance(amount, int):
        return amount
    share = whole(amount.removesuffix("%")) if amount.endswith("%") else None
    if share is None:
        return 0
    return -(-replicas * share // 100) if up else replicas * share // 100


def read_service(one: KubernetesObject) -> KubernetesService:
    """Give the Service that an object describes."""
    ports = []
    for port in map(mapping, sequence(one.spec.get("ports"))):
        number = whole(port.get("port"))
        if number is not None:
            target = port.get("targetPort", number)
            ports.append(ServicePort(text(port.get("name")), number, whole(target) or text(target) or number))
    return KubernetesService(
        identity=one.identity,
        location=one.location,
        ports=tuple(ports),
        selector=labels(one.spec.get("selector")),
        external=one.spec.get("type") == "ExternalName",
        headless=one.spec.get("clusterIP") == "None",
    )
