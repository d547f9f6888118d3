"""No manifest, however odd, makes linking or a rule fail."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploycheck.app import check
from deploycheck.engine.plugins import load_registry
from deploycheck.testing import MemorySnapshot

KEYS = [
    "metadata", "spec", "name", "namespace", "labels", "annotations", "template", "containers", "initContainers", "env", "envFrom",
    "configMapRef", "value", "valueFrom", "configMapKeyRef", "key", "selector", "matchLabels", "ports", "port", "targetPort",
    "containerPort", "replicas", "strategy", "canary", "blueGreen", "steps", "setWeight", "pause", "duration", "analysis",
    "templates", "rollingUpdate", "maxUnavailable", "volumes", "configMap", "projected", "sources", "rules", "http", "paths",
    "backend", "service", "items", "data", "image", "readinessProbe", "jobTemplate", "scaleTargetRef", "volumeClaimTemplates",
    "immutable", "serviceName", "updateStrategy",
]  # fmt: skip
SCALARS = st.sampled_from([None, True, 0, -1, 2, 1.5, "", "web", "web:80", "http://web", "25%", "1m", "\u00e9"])


def trees(keys: list[str]) -> st.SearchStrategy[Any]:
    return st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(keys), inner, max_size=4),
        max_leaves=15,
    )


KINDS = st.sampled_from(
    [
        ("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("v1", "Service"), ("v1", "ConfigMap"), ("v1", "Secret"),
        ("batch/v1", "CronJob"), ("batch/v1", "Job"), ("argoproj.io/v1alpha1", "Rollout"), ("v1", "List"), ("v1", "Pod"),
        ("networking.k8s.io/v1", "Ingress"), ("autoscaling/v2", "HorizontalPodAutoscaler"), ("extensions/v1beta1", "Deployment"),
    ]
)  # fmt: skip
OBJECTS = st.builds(
    lambda kind, body: {"apiVersion": kind[0], "kind": kind[1], "metadata": {"name": "web"}, **body},
    KINDS,
    st.dictionaries(st.sampled_from(KEYS), trees(KEYS), max_size=4),
)
FIELDS = [
    "resources", "bases", "components", "patches", "patchesStrategicMerge", "patchesJson6902", "configMapGenerator", "secretGenerator",
    "namePrefix", "nameSuffix", "namespace", "commonLabels", "labels", "images", "replicas", "generatorOptions", "path", "patch",
    "target", "name", "kind", "literals", "files", "envs", "pairs", "count", "newTag", "op", "value", "helmCharts", "$patch",
]  # fmt: skip
KUSTOMIZATIONS = st.dictionaries(st.sampled_from(FIELDS), trees(FIELDS), max_size=5).map(
    lambda fields: {**fields, "resources": ["../k8s/a.json", "../k8s/b.json"]} if len(fields) % 2 else fields
)


def snapshot(objects: list[Any], kustomization: Any) -> MemorySnapshot:
    files = {f"k8s/{name}.json": json.dumps(one) for name, one in zip("ab", objects, strict=False)}
    return MemorySnapshot(
        {**files, "prod/kustomization.yaml": json.dumps(kustomization), "web/Dockerfile": "FROM scratch\n"}
    )


PAIRS = st.tuples(st.lists(OBJECTS, min_size=1, max_size=2), KUSTOMIZATIONS)


REGISTRY = load_registry()
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def compare(base: tuple[list[Any], Any], head: tuple[list[Any], Any]) -> None:
    """Compare two snapshots: no rule crashes and no two findings are the same."""
    select = ["rollout", "file-not-analysed"]
    report = check(snapshot(*base), snapshot(*head), select=select, registry=REGISTRY)

    assert report.crashed == ()
    fingerprints = [finding.fingerprint for finding in report.findings]
    assert len(fingerprints) == len(set(fingerprints))


@QUICK
@given(PAIRS, PAIRS)
def test_any_two_snapshots_can_be_compared(base: tuple[list[Any], Any], head: tuple[list[Any], Any]) -> None:
    compare(base, head)


@pytest.mark.long
@LONG
@given(PAIRS, PAIRS)
def test_any_two_of_many_snapshots_can_be_compared(base: tuple[list[Any], Any], head: tuple[list[Any], Any]) -> None:
    compare(base, head)


@QUICK
@given(PAIRS)
def test_a_snapshot_beside_itself_has_nothing_new(same: tuple[list[Any], Any]) -> None:
    report = check(snapshot(*same), snapshot(*same), select=["rollout"], registry=REGISTRY)

    assert {finding.status for finding in report.findings} <= {"existing"}
