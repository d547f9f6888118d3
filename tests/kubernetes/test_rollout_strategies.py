"""How a workload gets its next version."""

from collections.abc import Callable, Mapping

import pytest

from deploycheck.domains.kubernetes.judging import pods_out
from deploycheck.domains.kubernetes.model import KubernetesModel, Workload
from deploycheck.domains.kubernetes.workloads import resolved_amount, seconds

Link = Callable[[Mapping[str, str]], KubernetesModel]


def workload(linked: Link, spec: str, kind: str = "Deployment", version: str = "apps/v1") -> Workload:
    text = f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: web}}\nspec: {spec}\n"
    (one,) = linked({"k8s/web.yaml": text}).compositions["k8s"].workloads
    return one


def rollout(linked: Link, strategy: str) -> Workload:
    return workload(linked, f"{{replicas: 4, strategy: {strategy}}}", "Rollout", "argoproj.io/v1alpha1")


@pytest.mark.parametrize(
    ("amount", "replicas", "up", "pods"),
    [
        (None, 4, True, 1),
        (None, 5, True, 2),
        (None, 5, False, 1),
        (None, 3, False, 0),
        ("25%", 3, True, 1),
        ("25%", 3, False, 0),
        ("99%", 3, False, 2),
        ("100%", 3, False, 3),
        ("0%", 3, True, 0),
        (2, 3, True, 2),
        (0, 3, False, 0),
        ("many", 3, True, 0),
    ],
)
def test_surge_is_rounded_up_and_unavailability_down(
    amount: int | str | None, replicas: int, up: bool, pods: int
) -> None:
    assert resolved_amount(amount, replicas, up=up) == pods


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (30, 30),
        ("30", 30),
        ("90s", 90),
        ("5m", 300),
        ("1h", 3600),
        (None, None),
        ("", None),
        ("soon", None),
        ("m", None),
    ],
)
def test_durations_of_pauses(written: object, amount: int | None) -> None:
    assert seconds(written) == amount


def test_a_deployment_rolls_unless_it_says_recreate(linked: Link) -> None:
    plain = workload(linked, "{}")
    rolling = workload(linked, "{replicas: 4, strategy: {rollingUpdate: {maxSurge: 50%, maxUnavailable: 1}}}")

    assert (plain.strategy.kind, plain.strategy.surge, plain.strategy.unavailable, plain.replicas) == (
        "rolling", None, None, None,
    )  # fmt: skip
    assert (rolling.strategy.surge, rolling.strategy.unavailable, rolling.replicas) == ("50%", 1, 4)
    assert workload(linked, "{strategy: {type: Recreate}}").strategy.kind == "recreate"


def test_stateful_and_daemon_sets(linked: Link) -> None:
    on_delete = workload(linked, "{updateStrategy: {type: OnDelete}}", "StatefulSet")
    rolling = workload(linked, "{updateStrategy: {rollingUpdate: {maxUnavailable: 2}}}", "DaemonSet")

    assert on_delete.strategy.kind == "on-delete"
    assert (rolling.strategy.kind, rolling.strategy.unavailable) == ("rolling", 2)
    assert workload(linked, "{}", "Job", "batch/v1").strategy.kind == "none"


def test_the_steps_of_a_canary(linked: Link) -> None:
    steps = (
        "[{setWeight: 5}, {pause: {duration: 10m}}, {setWeight: 50}, {pause: {}}, {analysis: {}}, {setCanaryScale: {}}]"
    )
    strategy = rollout(linked, f"{{canary: {{steps: {steps}}}}}").strategy

    assert [(step.kind, step.weight, step.seconds) for step in strategy.steps] == [
        ("weight", 5, None), ("pause", None, 600), ("weight", 50, None), ("pause", None, None),
        ("analysis", None, None), ("other", None, None),
    ]  # fmt: skip
    assert (strategy.kind, strategy.analysed, strategy.automatic, strategy.router) == ("canary", True, False, False)


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        ("{canary: {steps: [{setWeight: 5}], trafficRouting: {istio: {}}}}", ("canary", False, True, True)),
        ("{canary: {steps: [{setWeight: 5}], analysis: {}}}", ("canary", True, True, False)),
        ("{canary: {}}", ("rolling", False, True, False)),
        ("{blueGreen: {activeService: web}}", ("blue-green", False, True, False)),
        ("{blueGreen: {autoPromotionEnabled: false, prePromotionAnalysis: {}}}", ("blue-green", True, False, False)),
    ],
)
def test_kinds_of_rollouts(linked: Link, strategy: str, expected: tuple[str, bool, bool, bool]) -> None:
    found = rollout(linked, strategy).strategy

    assert (found.kind, found.analysed, found.automatic, found.router) == expected


def test_a_router_with_nothing_in_it_splits_nothing(linked: Link) -> None:
    assert not rollout(linked, "{canary: {steps: [{setWeight: 5}], trafficRouting: {}}}").strategy.router


def test_how_many_pods_an_update_may_take_away(linked: Link) -> None:
    assert pods_out(workload(linked, "{replicas: 4, strategy: {rollingUpdate: {maxUnavailable: 50%}}}")) == 2
    assert pods_out(workload(linked, "{replicas: 4}")) is None
    assert pods_out(workload(linked, "{replicas: 4, strategy: {type: Recreate}}")) is None


def test_what_is_read_of_containers(linked: Link) -> None:
    spec = (
        "{template: {metadata: {labels: {app: web, tier: 1}}, spec: {"
        "initContainers: [{name: fill, readinessProbe: {exec: {}}}, {name: proxy, restartPolicy: Always}],"
        "containers: [{name: web, image: web:1, readinessProbe: {exec: {command: [ok]}},"
        " ports: [{name: http, containerPort: 80}, {containerPort: x}]}]}}}"
    )
    one = workload(linked, spec)

    assert [(part.name, part.starts) for part in one.containers] == [("fill", True), ("proxy", False), ("web", False)]
    assert (one.containers[2].ready, one.containers[2].ports) == (True, (("http", 80),))
    assert (one.labels, one.selector) == ({"app": "web", "tier": "1"}, {"app": "web", "tier": "1"})


@pytest.mark.parametrize(
    "spec", ["7", "[]", "{template: 7}", "{strategy: [], replicas: many}", "{template: {spec: {containers: 3}}}"]
)
def test_odd_specs_are_read_as_far_as_they_go(linked: Link, spec: str) -> None:
    one = workload(linked, spec)

    assert (one.strategy.kind, one.replicas, one.containers) == ("rolling", None, ())
