"""What differs between two versions of manifests, and what the planner learns of it."""

from collections.abc import Mapping

from deploycheck.app import check, look
from deploycheck.domains.kubernetes.diff import KubernetesDiff
from deploycheck.model.contract import UNCHANGED, Component
from deploycheck.testing import MemorySnapshot

Files = Mapping[str, str]
DOCKER = {"web/Dockerfile": "FROM scratch\n", "orders/Dockerfile": "FROM scratch\n"}


def deployment(name: str, version: int = 1, address: str = "", more: str = "") -> str:
    env = f"[{{name: OTHER, value: '{address}'}}]" if address else "[]"
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec:\n"
        f"  selector: {{matchLabels: {{app: {name}}}}}\n{more}  template:\n    metadata: {{labels: {{app: {name}}}}}\n"
        f"    spec:\n      containers:\n        - name: main\n          image: {name}:{version}\n          env: {env}\n"
        "          readinessProbe: {tcpSocket: {port: 80}}\n---\n"
    )


def service(name: str, *ports: int) -> str:
    listed = ", ".join(f"{{name: p{port}, port: {port}}}" for port in ports)
    return f"apiVersion: v1\nkind: Service\nmetadata: {{name: {name}}}\nspec: {{selector: {{app: {name}}}, ports: [{listed}]}}\n---\n"


def diff(base: Files, head: Files) -> KubernetesDiff | None:
    found = look(MemorySnapshot(base), MemorySnapshot(head)).survey.change.diff("kubernetes")
    assert found is None or isinstance(found, KubernetesDiff)
    return found


def components(base: Files, head: Files) -> dict[str, Component]:
    found = look(MemorySnapshot({**DOCKER, **base}), MemorySnapshot({**DOCKER, **head}))
    return {one.name: one for one in found.survey.assembly.contracts.components.values()}


def needs(component: Component, label: str) -> set[tuple[str, str]]:
    return {(to, need.atom) for to, all_of in component.versions[label].needs.items() for need in all_of}


def order(base: Files, head: Files) -> list[list[str]]:
    plan = look(MemorySnapshot({**DOCKER, **base}), MemorySnapshot({**DOCKER, **head})).examination.plan
    assert plan.verdict == "plan"
    return [[unit for step in wave.steps for unit in step.units] for wave in plan.waves]


def test_places_and_comments_are_no_change() -> None:
    base = {"k8s/a.yaml": deployment("web") + service("web", 80)}
    head = {"k8s/b.yaml": "# moved\n" + service("web", 80), "k8s/c.yaml": deployment("web")}

    assert diff(base, head) is None


def test_a_change_in_a_base_is_told_once_for_each_place_that_applies_it() -> None:
    overlays = {"eu/kustomization.yaml": "resources: [../base]\n", "us/kustomization.yaml": "resources: [../base]\n"}
    files = {**overlays, "base/kustomization.yaml": "resources: [web.yaml]\n"}

    found = diff({**files, "base/web.yaml": deployment("web")}, {**files, "base/web.yaml": deployment("web", 2)})

    assert found is not None
    assert [change.subject for change in found.changes] == ["Deployment web", "Deployment web in us"]


def test_what_an_unreadable_file_held_is_not_called_gone() -> None:
    base = {"k8s/web.yaml": deployment("web", address="orders:80"), "k8s/orders.yaml": service("orders", 80)}

    report = check(
        MemorySnapshot(base), MemorySnapshot({**base, "k8s/orders.yaml": "kind: Service\napiVersion: v1\n  x: [\n"}),
        select=["service-removed-while-referred-to", "immutable-field-changed"],
    )  # fmt: skip

    assert report.findings == ()


def test_a_reference_keeps_its_identity_when_another_place_gets_the_gap_too() -> None:
    """Else an old gap would look like a new one."""
    web = deployment("web", address="orders:80") + deployment("ads", address="store:1") + service("store", 1)
    orders = {"orders/Dockerfile": "FROM scratch\n", "base/web.yaml": web}
    with_orders = {**orders, "base/orders.yaml": service("orders", 80)}
    files = {
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "eu/kustomization.yaml": "resources: [../base, ../base/orders.yaml]\n",
        "us/kustomization.yaml": "resources: [../base]\n",
    }
    head = {**files, **with_orders, "eu/kustomization.yaml": "resources: [../base]\n"}

    report = check(MemorySnapshot({**files, **with_orders}), MemorySnapshot(head), select=["dangling-reference"])

    assert [(one.status, one.subject) for one in report.findings] == [
        ("existing", "Deployment web -> Service orders:80")
    ]


def test_an_address_is_a_need_of_the_service_behind_it() -> None:
    base = {"k8s/all.yaml": deployment("web") + deployment("orders") + service("orders", 80)}
    head = {"k8s/all.yaml": deployment("web", 2, "orders:80") + deployment("orders") + service("orders", 80)}

    found = components(base, head)

    assert needs(found["web"], "head") == {("orders", "k8s:default/Service/orders:80")}
    assert needs(found["web"], "base") == set()
    assert "k8s:default/Service/orders:80" in found["orders"].versions["base"].provides


def test_a_new_port_comes_before_its_first_caller() -> None:
    base = {"k8s/all.yaml": deployment("web") + deployment("orders") + service("orders", 80)}
    head = {"k8s/all.yaml": deployment("web", 2, "orders:90") + deployment("orders", 2) + service("orders", 80, 90)}

    assert order(base, head) == [["orders"], ["web"]]
    assert order(head, base) == [["web"], ["orders"]]


def test_a_service_without_a_component_stands_for_itself() -> None:
    store = service("store", 6379)
    base = {"k8s/all.yaml": deployment("web", address="store:6379") + store}

    found = components(base, {"k8s/all.yaml": deployment("web", 2, "store:6379") + store})

    assert found["k8s:default/Service/store"].proposed is UNCHANGED
    assert needs(found["web"], "head") == {("k8s:default/Service/store", "k8s:default/Service/store:6379")}
    gone = components(base, {"k8s/all.yaml": deployment("web", 2) + service("other", 1)})
    assert gone["k8s:default/Service/store"].proposed is None


def test_the_strategy_is_the_one_with_customers_behind_it() -> None:
    recreate = deployment("web", 2, more="  strategy: {type: Recreate}\n")
    base = {"k8s/dev/web.yaml": deployment("web"), "k8s/prod/web.yaml": deployment("web")}

    found = components(base, {"k8s/dev/web.yaml": deployment("web", 2), "k8s/prod/web.yaml": recreate})

    assert found["web"].strategy == "recreate"


def test_the_same_finding_in_two_forms_has_two_subjects() -> None:
    """Production and a second place apply different forms of the Deployment; both lack a probe."""
    bare = deployment("web").replace("          readinessProbe: {tcpSocket: {port: 80}}\n", "")
    files = {"a/web.yaml": bare + service("web", 80), "b/web.yaml": bare.replace("web:1", "web:2") + service("web", 80)}

    report = check(MemorySnapshot({}), MemorySnapshot(files), select=["no-readiness-probe"])

    assert sorted(one.subject for one in report.findings) == ["Deployment web", "Deployment web in b"]
    assert len({one.fingerprint for one in report.findings}) == 2


def test_a_port_that_stays_is_not_lost_with_its_neighbour() -> None:
    base = {"k8s/all.yaml": deployment("web", address="orders:80") + service("orders", 80, 90)}
    head = {"k8s/all.yaml": deployment("web", address="orders:80") + service("orders", 80)}
    gone = {"k8s/all.yaml": deployment("web", address="orders:80") + service("orders", 90)}

    assert lost(base, head) == []
    assert lost(base, gone) == ["Service orders:80"]


def test_what_a_place_with_gaps_does_not_show_is_not_called_gone() -> None:
    base = {"k8s/kustomization.yaml": "resources: [all.yaml]\n", "k8s/all.yaml": deployment("web", address="orders:80")}
    with_orders = {**base, "k8s/all.yaml": base["k8s/all.yaml"] + service("orders", 80)}
    fetched = {**base, "k8s/kustomization.yaml": "resources: [all.yaml, 'https://example.com/orders?ref=v1']\n"}

    assert lost(with_orders, fetched) == []
    assert lost(with_orders, base) == ["Service orders"]


def lost(base: Files, head: Files) -> list[str]:
    report = check(MemorySnapshot(base), MemorySnapshot(head), select=["service-removed-while-referred-to"])
    return [finding.subject for finding in report.findings if finding.status == "new"]


def test_a_gap_of_one_place_alone_is_told_with_its_name() -> None:
    web = deployment("web", address="orders:80") + deployment("ads", address="store:1") + service("store", 1)
    files = {
        "base/kustomization.yaml": "resources: [web.yaml]\n",
        "base/web.yaml": web,
        "base/orders.yaml": service("orders", 80),
        "eu/kustomization.yaml": "resources: [../base, ../base/orders.yaml]\n",
        "us/kustomization.yaml": "resources: [../base]\n",
    }

    (here,) = check(MemorySnapshot({}), MemorySnapshot(files), select=["dangling-reference"]).findings
    nowhere = {**files, "eu/kustomization.yaml": "resources: [../base]\n"}
    (everywhere,) = check(MemorySnapshot({}), MemorySnapshot(nowhere), select=["dangling-reference"]).findings

    assert here.message.startswith("Deployment web in us refers to Service orders:80, which is not in us")
    assert everywhere.message.startswith("Deployment web refers to Service orders:80, which is not in eu")


def test_an_atom_counts_where_every_place_that_asks_has_it() -> None:
    """One place has port 90 and the other has not yet: nobody may rely on it."""
    web, orders = deployment("web", address="orders:90"), deployment("orders")
    base = {"eu/all.yaml": web + orders + service("orders", 90), "us/all.yaml": web + orders + service("orders", 90)}
    head = {**base, "us/all.yaml": web + orders + service("orders", 80)}

    found = components(base, head)

    atom = "k8s:default/Service/orders:90"
    assert atom in found["orders"].versions["base"].provides
    assert atom not in found["orders"].versions["head"].provides


def test_strangers_and_ports_that_nobody_has_make_no_needs() -> None:
    stranger = deployment("stranger", address="orders:80")
    files = {"k8s/all.yaml": stranger + deployment("web", address="orders:99") + service("orders", 80)}

    found = components(files, files)

    assert all(not version.needs for one in found.values() for version in one.versions.values())


def test_a_service_of_nobody_has_its_place_also_when_it_is_gone() -> None:
    web, orders = {"k8s/web.yaml": deployment("web", address="orders:80")}, "k8s/orders.yaml"

    def where(head: str) -> tuple[str, int, str]:
        found = components({**web, orders: service("orders", 80)}, {**web, orders: head})
        place = found["k8s:default/Service/orders"].location
        assert place is not None
        return place.path, place.line, place.side

    assert where("# moved\n" + service("orders", 81)) == (orders, 4, "head")
    assert where("# gone\n") == (orders, 3, "base")


MANIFEST = {"deploycheck.yaml": "services:\n  web: {path: web}\n  orders: {path: orders}\n"}
OVERLAY = "resources: [../base]\nimages: [{{name: web, newTag: '{}'}}]\n"


def units(base: Files, head: Files) -> set[str]:
    return {name for name, one in components({**MANIFEST, **base}, {**MANIFEST, **head}).items() if one.is_unit}


def test_another_image_makes_a_unit_of_its_service_alone_whichever_file_says_so() -> None:
    shared = {"k8s/all.yaml": deployment("web") + deployment("orders")}
    assert units(shared, {"k8s/all.yaml": deployment("web", 2) + deployment("orders")}) == {"web"}

    base = {"k8s/base/kustomization.yaml": "resources: [all.yaml]\n", "k8s/base/all.yaml": shared["k8s/all.yaml"]}
    one, other = ({**base, "k8s/prod/kustomization.yaml": OVERLAY.format(tag)} for tag in "12")
    assert units(one, other) == {"web"}


def test_another_image_in_a_rehearsal_is_no_unit_where_the_service_really_runs_too() -> None:
    base = {"k8s/base/kustomization.yaml": "resources: [all.yaml]\n", "k8s/base/all.yaml": deployment("web")}
    both = {**base, "k8s/prod/kustomization.yaml": OVERLAY.format(1)}
    one, other = ({**both, "k8s/staging/kustomization.yaml": OVERLAY.format(tag)} for tag in "12")

    assert units(one, other) == set()


def test_more_replicas_and_another_overlay_are_no_unit() -> None:
    base = {"k8s/base/kustomization.yaml": "resources: [all.yaml]\n", "k8s/base/all.yaml": deployment("web")}
    more = {**base, "k8s/base/all.yaml": deployment("web", more="  replicas: 3\n")}

    assert units(base, more) == set()
    assert units(base, {**base, "k8s/eu/kustomization.yaml": "resources: [../base]\n"}) == set()
