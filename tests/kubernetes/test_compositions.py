"""What a kustomization really applies: bases, overlays, components, patches, generators and transformers."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from deploycheck.app import check
from deploycheck.domains.kubernetes.model import Composition, KubernetesModel
from deploycheck.domains.kubernetes.objects import KubernetesObject
from deploycheck.testing import MemorySnapshot

Link = Callable[[Mapping[str, str]], KubernetesModel]

WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry:5000/shop/web:1
          envFrom: [{configMapRef: {name: settings}}]
"""
SERVICE = """apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
"""
BASE = {
    "base/web.yaml": WEB,
    "base/service.yaml": SERVICE,
    "base/kustomization.yaml": "resources: [web.yaml, service.yaml]\n",
}


def built(linked: Link, overlay: str, **more: str) -> Composition:
    """Give what the folder `prod` applies with this kustomization."""
    files = {**BASE, "prod/kustomization.yaml": f"resources: [../base]\n{overlay}"}
    return linked({**files, **{path.replace("__", "/") + ".yaml": text for path, text in more.items()}}).compositions[
        "prod"
    ]


def deployment(one: Composition) -> KubernetesObject:
    (found,) = (each for each in one.objects.values() if each.kind == "Deployment")
    return found


def container(one: Composition) -> Mapping[str, Any]:
    (found,) = deployment(one).spec["template"]["spec"]["containers"]
    assert isinstance(found, Mapping)
    return found


def test_only_what_nobody_builds_on_is_applied(linked: Link) -> None:
    model = linked({**BASE, "prod/kustomization.yaml": "resources: [../base]\n", "loose/web.yaml": WEB})

    assert {(path, one.kind) for path, one in model.compositions.items()} == {
        ("prod", "kustomization"), ("loose", "folder"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "patches",
    [
        "patches: [{path: more.yaml}]",
        "patchesStrategicMerge: [more.yaml]",
        "patches:\n  - target: {kind: Deployment}\n    patch: |\n      - {op: replace, path: /spec/replicas, value: 5}\n",
        "patchesJson6902:\n  - target: {kind: Deployment, name: web, group: apps, version: v1}\n    path: json.yaml\n",
        "replicas: [{name: web, count: 5}]",
    ],
)
def test_five_ways_to_more_replicas(linked: Link, patches: str) -> None:
    merge = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 5}\n"
    found = built(linked, patches, prod__more=merge, prod__json="- {op: replace, path: /spec/replicas, value: 5}\n")

    assert deployment(found).spec["replicas"] == 5
    assert (container(found)["image"], found.gaps) == ("registry:5000/shop/web:1", ())
    assert [one.replicas for one in found.workloads] == [5]


def test_a_patch_deletes_an_object(linked: Link) -> None:
    found = built(
        linked,
        "patches:\n  - patch: |\n      $patch: delete\n      apiVersion: v1\n      kind: Service\n      metadata: {name: web}\n",
    )

    assert {identity.kind for identity in found.objects} == {"Deployment"}


def test_a_patch_goes_where_its_target_says(linked: Link) -> None:
    target = "patches:\n  - target: {%s}\n    patch: '[{op: add, path: /metadata/annotations, value: {hit: x}}]'\n"
    hits = {
        selector: {one.kind for one in built(linked, target % selector).objects.values() if one.annotations}
        for selector in ("kind: Service", "name: w.*", "kind: Service|Deployment", "name: other", "group: apps")
    }

    assert hits == {
        "kind: Service": {"Service"},
        "name: w.*": {"Service", "Deployment"},
        "kind: Service|Deployment": {"Service", "Deployment"},
        "name: other": set(),
        "group: apps": {"Deployment"},
    }


def test_a_component_works_on_what_is_there(linked: Link) -> None:
    component = (
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\n"
        "patches:\n  - target: {kind: Deployment}\n    patch: '[{op: replace, path: /spec/replicas, value: 7}]'\n"
    )
    extra = SERVICE.replace("name: web", "name: extra")
    files = {
        **BASE,
        "parts/big/kustomization.yaml": component,
        "parts/big/extra.yaml": extra,
        "prod/kustomization.yaml": "resources: [../base]\ncomponents: [../parts/big]\n",
        "test/kustomization.yaml": "resources: [../base]\n",
    }

    model = linked({**files, "parts/unused/kustomization.yaml": component.replace("extra", "../big/extra")})

    assert set(model.compositions) == {"prod", "test"}, "a component is nothing by itself"
    assert deployment(model.compositions["prod"]).spec["replicas"] == 7
    assert deployment(model.compositions["test"]).spec["replicas"] == 1
    assert {one.identity.name for one in model.compositions["prod"].services} == {"web", "extra"}


def test_prefix_namespace_and_references_that_follow(linked: Link) -> None:
    ingress = (
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop}\n"
        "spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}\n"
    )
    generated = "configMapGenerator: [{name: settings, literals: [A=1, B=x=y]}]\n"
    files = {
        **BASE,
        "base/ingress.yaml": ingress,
        "base/kustomization.yaml": f"resources: [web.yaml, service.yaml, ingress.yaml]\n{generated}",
        "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: eu-\nnameSuffix: -2\nnamespace: shop\n",
    }

    found = linked(files).compositions["prod"]

    assert {str(identity) for identity in found.objects} == {
        "Deployment shop/eu-web-2", "Service shop/eu-web-2", "Ingress shop/eu-shop-2", "ConfigMap shop/eu-settings-2",
    }  # fmt: skip
    (settings,) = (one for one in found.objects.values() if one.kind == "ConfigMap")
    assert (settings.value["data"], settings.generated) == ({"A": "1", "B": "x=y"}, True)
    assert container(found)["envFrom"] == [{"configMapRef": {"name": "eu-settings-2"}}]
    (shop,) = (one for one in found.objects.values() if one.kind == "Ingress")
    assert shop.spec["defaultBackend"]["service"]["name"] == "eu-web-2"


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("{name: registry:5000/shop/web, newTag: '2'}", "registry:5000/shop/web:2"),
        ("{name: registry:5000/shop/web, newName: mine/web}", "mine/web:1"),
        ("{name: registry:5000/shop/web, digest: 'sha256:ab'}", "registry:5000/shop/web@sha256:ab"),
        ("{name: shop/web, newTag: '2'}", "registry:5000/shop/web:1"),
    ],
)
def test_images_are_named_anew(linked: Link, image: str, expected: str) -> None:
    assert container(built(linked, f"images: [{image}]"))["image"] == expected


def test_labels_reach_selectors_only_when_they_are_to(linked: Link) -> None:
    common = deployment(built(linked, "commonLabels: {team: shop}"))
    plain = deployment(built(linked, "labels: [{pairs: {team: shop}}]"))
    pods = deployment(built(linked, "labels: [{pairs: {team: shop}, includeTemplates: true}]"))

    def where(one: KubernetesObject) -> tuple[bool, bool, bool]:
        template = one.spec["template"]["metadata"]["labels"]
        return "team" in one.metadata["labels"], "team" in one.spec["selector"]["matchLabels"], "team" in template

    assert (where(common), where(plain), where(pods)) == ((True, True, True), (True, False, False), (True, False, True))


def test_generators_merge_with_those_below(linked: Link) -> None:
    files = {
        **BASE,
        "base/kustomization.yaml": "resources: [web.yaml]\nconfigMapGenerator: [{name: settings, literals: [A=1, B=1], envs: [a.env]}]\n",
        "base/a.env": "# words\nC=3\n\n",
        "prod/kustomization.yaml": "resources: [../base]\nconfigMapGenerator: [{name: settings, behavior: merge, literals: [B=2]}]\n",
    }

    (settings,) = (one for one in linked(files).compositions["prod"].objects.values() if one.kind == "ConfigMap")

    assert settings.value["data"] == {"A": "1", "B": "2", "C": "3"}


@pytest.mark.parametrize(
    ("overlay", "words"),
    [
        ("resources: [../base, https://example.com/x?ref=v1]", "nothing is fetched"),
        ("resources: [../base, ../../outside]", "nothing is fetched"),
        ("resources: [../base, ../missing.yaml]", "is not in this snapshot"),
        ("resources: [../base, ../prod]", "in a circle"),
        ("resources: [../base]\nhelmCharts: [{name: redis}]", "helmCharts"),
    ],
)
def test_what_may_hold_more_objects_is_a_gap(linked: Link, overlay: str, words: str) -> None:
    files = {**BASE, "prod/kustomization.yaml": f"{overlay}\n"}
    model = linked({**files, "all/kustomization.yaml": "resources: [../prod]\n"} if "../prod" in overlay else files)

    (gaps,) = (one.gaps for one in model.compositions.values())
    assert any(words in gap for gap in gaps)


@pytest.mark.parametrize(
    ("patch", "words"),
    [
        ("patches: [{path: nowhere.yaml}]", "is not in this snapshot"),
        ("patches:\n  - target: {kind: Job}\n    patch: '[{op: remove, path: /spec}]'", "fits no object"),
        ("patches:\n  - target: {kind: Service}\n    patch: '[{op: remove, path: /nothing}]'", "does not fit"),
        ("patches:\n  - target: {kind: Service}\n    patch: '[{op: remove, path: \"\"}]'", "does not fit"),
        ("patches:\n  - target: {name: 'w[e]b'}\n    patch: '[{op: remove, path: /spec}]'", "is not understood"),
        ("patches:\n  - patch: '[['", "is no YAML"),
        (
            "patches:\n  - target: {labelSelector: 'app in (web)'}\n    patch: '[{op: remove, path: /spec}]'",
            "not understood",
        ),
    ],
)
def test_a_patch_that_does_nothing_is_told(linked: Link, patch: str, words: str) -> None:
    files = {**BASE, "prod/kustomization.yaml": f"resources: [../base]\n{patch}\n"}

    assert any(words in text for _, text in linked(files).problems)


def test_objects_of_lists_and_documents_all_count(linked: Link) -> None:
    inner = "\n".join(f"    {line}" for line in SERVICE.splitlines()).replace("    apiVersion", "  - apiVersion", 1)
    text = f"{WEB}---\n---\napiVersion: v1\nkind: List\nitems:\n{inner}\n---\nkind: nothing\n"

    found = linked({"k8s/all.yaml": text}).compositions["k8s"]

    assert {(identity.kind, one.location.line) for identity, one in found.objects.items()} == {
        ("Deployment", 3), ("Service", 21),
    }  # fmt: skip


def test_secrets_keep_the_names_of_their_entries_and_nothing_else(linked: Link) -> None:
    secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations: {last: hush}}\nstringData: {key: hush}\ndata: {other: aHVzaA==}\n"

    model = linked({"k8s/s.yaml": secret})

    assert "hush" not in repr(model)
    assert "aHVzaA" not in repr(model)
    (one,) = model.compositions["k8s"].objects.values()
    assert set(one.value["data"]) == {"key", "other"}


def test_charts_are_named_and_left_alone() -> None:
    files = {
        "chart/Chart.yaml": "apiVersion: v2\nname: shop\n",
        "chart/templates/web.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ .Release.Name }}}\n",
        "chart/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\n",
        "loose.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n",
    }

    report = check(MemorySnapshot({}), MemorySnapshot(files), select=["rollout", "file-not-analysed"])

    assert {entry.location.path for entry in report.not_analysed} == {"chart/Chart.yaml", "loose.yaml"}
    assert {(finding.rule, finding.location.path) for finding in report.findings} == {
        ("file-not-analysed", "chart/Chart.yaml"), ("file-not-analysed", "loose.yaml"),
    }  # fmt: skip
    assert report.problems == ()


def test_resources_of_unknown_kinds_are_silent(linked: Link) -> None:
    files = {
        "k8s/all.yaml": "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {replicas: -3, template: 7}\n",
        "catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: web}\n",
        "values.yaml": "kind: of\napiVersion: none\n",
    }

    assert check(MemorySnapshot({}), MemorySnapshot(files), select=["rollout", "file-not-analysed"]).findings == ()
    assert set(linked(files).compositions) == {"k8s"}


def test_what_belongs_to_the_whole_cluster_gets_no_namespace_and_a_namespace_no_prefix(linked: Link) -> None:
    cluster = (
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n"
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: reader}\n"
    )
    files = {
        **BASE,
        "base/cluster.yaml": cluster,
        "base/kustomization.yaml": "resources: [service.yaml, cluster.yaml]\n",
    }

    found = linked({**files, "prod/kustomization.yaml": "resources: [../base]\nnamespace: shop\nnamePrefix: eu-\n"})

    assert {str(identity) for identity in found.compositions["prod"].objects} == {
        "Namespace shop", "ClusterRole eu-reader", "Service shop/eu-web",
    }  # fmt: skip


def test_a_reference_to_a_name_that_is_still_there_stays(linked: Link) -> None:
    """The overlay brings a `settings` of its own beside the prefixed one of the base."""
    generated = "configMapGenerator: [{name: settings, literals: [A=%s]}]\n"
    files = {
        "one/kustomization.yaml": "namePrefix: one-\n" + generated % 1,
        "two/kustomization.yaml": "resources: [web.yaml]\n" + generated % 2,
        "two/web.yaml": WEB,
        "prod/kustomization.yaml": "resources: [../one, ../two]\nnameSuffix: ''\nnamePrefix: ''\n",
    }

    found = linked(files).compositions["prod"]

    assert {identity.name for identity in found.objects if identity.kind == "ConfigMap"} == {"one-settings", "settings"}
    assert container(found)["envFrom"] == [{"configMapRef": {"name": "settings"}}]


def test_a_generator_merges_with_its_namesake_alone(linked: Link) -> None:
    files = {
        "base/kustomization.yaml": "configMapGenerator: [{name: first, literals: [A=1]}, {name: second, literals: [A=1]}]\n",
        "prod/kustomization.yaml": (
            "resources: [../base]\nconfigMapGenerator: [{name: second, behavior: merge, literals: [A=2]}]\n"
        ),
    }

    found = linked(files).compositions["prod"]

    assert {one.name: one.value["data"]["A"] for one in found.objects.values()} == {"first": "1", "second": "2"}
