"""A record of deployments: each service is compared with the version that it runs."""

import pytest
from checked_folders import LESS, SPEC

from deploycheck.app import check
from deploycheck.cli.group import run
from deploycheck.model.errors import UsageError

BOTH = {"orders/Dockerfile": "FROM scratch\n", "stock/Dockerfile": "FROM scratch\n"}
MORE = LESS.replace("/orders:", "/news:\n    get: {responses: {'200': {description: ok}}}\n  /orders:")


def record(**services):
    inner = ", ".join(f"{service}: {refs}" for service, refs in services.items())
    return {"deploycheck-deployments.yaml": f"environments: {{prod: {{{inner}}}}}\n"}


@pytest.fixture
def history(play, monkeypatch):
    """Three versions: v1 has both operations in both specs, v2 drops one from orders, v3 from stock, too."""

    def write(files):
        for path, text in files.items():
            (play.root / path).parent.mkdir(parents=True, exist_ok=True)
            (play.root / path).write_text(text)

    stock = SPEC.replace("Orders", "Stock")
    for tag, files in (
        ("v1", {**BOTH, "orders/openapi.yaml": SPEC, "stock/openapi.yaml": stock}),
        ("v2", {"orders/openapi.yaml": LESS}),
        ("v3", {"stock/openapi.yaml": LESS.replace("Orders", "Stock")}),
    ):
        write(files)
        play.commit(tag)
        play.git("tag", tag)
    monkeypatch.chdir(play.root)
    return write


def removed(**settings):
    report = check(select=["operation-removed"], **settings)
    return report, {f.service for f in report.findings if f.status == "new"}


@pytest.mark.parametrize(
    ("running", "expected"),
    [
        ({"orders": "v1", "stock": "v1"}, {"orders", "stock"}),
        ({"orders": "v3", "stock": "v1"}, {"stock"}),
        ({"orders": "v2", "stock": "v2"}, {"stock"}),
        ({"orders": "v1", "stock": "v3"}, {"orders"}),
        ({"orders": "v3", "stock": "v3"}, set()),
        ({"orders": "[v1, v2]", "stock": "v3"}, {"orders"}),
        ({"orders": "v2", "stock": "[v3, v1]"}, {"stock"}),
    ],
)
def test_a_service_is_compared_with_what_it_runs(history, running, expected):
    history(record(**running))
    report, found = removed()

    assert (found, report.basis, report.environments, report.problems) == (expected, "deployments", ("prod",), ())


def test_every_version_that_runs_is_compared(history):
    history(record(orders="[v1, v2, v3]", stock="v3"))
    report, found = removed()

    assert found == {"orders"}
    first, second, third = (report.base, *report.live)
    assert (str(first), str(second)) == ("what runs in prod", "what runs in prod")
    assert str(third).startswith("v3 (")


def test_a_declared_base_beats_the_record(history):
    history(record(orders="v1", stock="v1"))
    report, found = removed(base="git:v3")

    assert (found, report.basis) == (set(), "declared")


def test_a_spec_outside_of_its_service_s_folder_comes_along(history, play):
    manifest = "services:\n  orders: {path: orders, provides: {orders: /specs/orders.yaml}}\n  stock: {path: stock}\n"
    history({"deploycheck.yaml": manifest, "specs/orders.yaml": SPEC})
    play.commit()
    play.git("tag", "v4")
    history({"specs/orders.yaml": LESS})
    play.commit()
    play.git("tag", "v5")
    for running, expected in (({"orders": "v4", "stock": "v5"}, {"orders"}), ({"orders": "v5", "stock": "v4"}, set())):
        history(record(**running))
        assert removed()[1] == expected


def test_a_record_of_one_version_is_that_version(history):
    history(record(orders="v2", stock="v2"))
    report, _ = removed()

    assert (report.base.kind, report.base.ref, report.live) == ("git", "v2", ())


def test_a_service_that_its_version_does_not_have_is_a_problem(history):
    history(record(orders="v1", stok="v1"))
    report, _ = removed()

    assert [(p.path, p.message) for p in report.problems] == [
        ("deploycheck-deployments.yaml", "prod: there is no service 'stok' in v1; did you mean stock?")
    ]
    assert report.exit_code == 2


def test_a_version_that_git_does_not_know_is_refused(history):
    history(record(orders="v9"))

    with pytest.raises(UsageError, match=r"deploycheck-deployments.yaml: git knows no commit 'v9'"):
        removed()


def test_an_environment_that_nobody_knows_is_refused(history):
    history(record(orders="v1"))

    with pytest.raises(UsageError, match="there is no environment 'prdo'; did you mean prod"):
        removed(env="prdo")


def test_an_environment_is_refused_also_where_none_is_declared(history):
    history({})

    with pytest.raises(UsageError, match="there is no environment 'prod': none is declared; places for it are"):
        removed(env="prod")


def test_an_environment_that_only_a_manifest_knows_has_the_usual_base(history):
    history({**record(orders="v1"), "deploycheck.yaml": "environments: {test: {path: envs}}\n", "envs/x": ""})
    report, _ = removed(env="test")

    assert (report.basis, report.environments) == ("assumed", ("test",))


def test_two_environments_are_judged_each_by_what_it_runs(history):
    text = "environments: {prod: {orders: v1, stock: v3}, test: {orders: v3, stock: v3}}\n"
    history({"deploycheck-deployments.yaml": text})
    report = check(select=["operation-removed"], env=["prod", "test"])

    assert [(f.service, f.environments) for f in report.findings if f.status == "new"] == [("orders", ("prod",))]


def test_what_runs_today_is_asked_of_the_working_tree_whatever_version_may_go_out(history, capsys):
    history(
        {"deploycheck.yaml": 'services:\n  shop: {path: shop, consumes: {stock: ["GET /orders/{id}"]}}\n'}
        | record(stock="v2")
    )

    assert run(["can-i-deploy", "stock", "--env", "prod", "--version", "v2"]) == 0
    assert capsys.readouterr().out == "Yes: nothing of stock changes.\n"
    assert run(["can-i-deploy", "stock", "--env", "prod", "--version", "v3"]) == 0
    assert run(["can-i-deploy", "stock", "--env", "test", "--version", "v3"]) == 2
    assert "there is no environment 'test'; known are prod" in capsys.readouterr().err
