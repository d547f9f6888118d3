"""What lives on: versions of clients in the field, rolling windows, and other environments."""

import json

import pytest

from deploycheck.app import check, plan

SPEC = """openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders:
    get:
      responses:
        "200": {description: OK, content: {application/json: {schema: {type: object, properties: {
          id: {type: string}, total: {type: integer}, legacy: {type: string}}}}}}
"""
LESS = SPEC.replace(", legacy: {type: string}", "")
MANIFEST = """services:
  orders: {path: orders, provides: {orders: {spec: openapi.yaml, consumers: closed}}}
clients:
  mobile: {lingers: 90d}
"""


def pact(*fields):
    one = {
        "request": {"method": "GET", "path": "/orders"},
        "response": {"status": 200, "body": dict.fromkeys(fields, 1)},
    }
    return json.dumps({"consumer": {"name": "mobile"}, "provider": {"name": "orders"}, "interactions": [one]})


def record(**environments):
    lines = [
        f"  {name}: {{{', '.join(f'{one}: {refs}' for one, refs in runs.items())}}}"
        for name, runs in environments.items()
    ]
    return {"deploycheck-deployments.yaml": "\n".join(["environments:", *lines]) + "\n"}


@pytest.fixture
def history(play, monkeypatch):
    """The app of v1 reads `legacy`, that of v2 does not; the API keeps it until the working tree drops it."""

    def write(files):
        for path, text in files.items():
            (play.root / path).parent.mkdir(parents=True, exist_ok=True)
            (play.root / path).write_text(text)

    base = {"deploycheck.yaml": MANIFEST, "orders/openapi.yaml": SPEC}
    for tag, files in (
        ("v1", {**base, "pacts/mobile.json": pact("id", "legacy")}),
        ("v2", {"pacts/mobile.json": pact("id")}),
    ):
        write(files)
        play.commit(tag)
        play.git("tag", tag)
    write({"orders/openapi.yaml": LESS})
    monkeypatch.chdir(play.root)
    return write


def found(**settings):
    report = check(select=["response-property-removed"], **settings)
    assert (report.problems, report.basis) == ((), "deployments")
    return [
        (one.severity.value, one.environments, [(stake.version, stake.verdict) for stake in one.stakes])
        for one in report.findings
        if one.status == "new"
    ]


def test_a_version_of_an_app_that_lingers_is_compared_by_its_own_pact(history):
    history(record(prod={"orders": "v2", "mobile": "[v1, v2]"}))
    assert found() == [("info", ("prod",), [("base", "mended"), ("live-2", "spared")])]
    waits = [step.action for wave in plan().waves for step in wave.steps]
    assert waits == ["deploy", "wait", "deploy"]


def test_once_the_old_app_is_gone_nobody_is_left(history):
    history(record(prod={"orders": "v2", "mobile": "v2"}))
    assert found() == [("info", ("prod",), [("base", "spared")])]


def test_what_two_environments_share_is_one_finding_with_two_labels(history):
    runs = {"orders": "v2", "mobile": "v2"}
    history(record(prod=runs, test=runs))
    assert found(env=["prod", "test"]) == [("info", ("prod", "test"), [("base", "spared")])]


def test_a_rolling_window_of_the_provider_is_compared_with_each_version(history, play):
    history({"orders/openapi.yaml": LESS.replace(", total: {type: integer}", "")})
    play.commit("v3")
    play.git("tag", "v3")
    history(record(prod={"orders": "[v2, v3]", "mobile": "v2"}))
    report = check(select=["response-property-removed"])
    assert sorted(one.aspect for one in report.findings) == [
        "response.200.application/json.legacy", "response.200.application/json.total",
    ]  # fmt: skip
