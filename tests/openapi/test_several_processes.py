"""However many processes compare the operations of a spec, offer them and plan, the report is the same."""

from datetime import date

import pytest
from process_copies import NEEDS_COPIES

from deploycheck import workers
from deploycheck.app import check
from deploycheck.app.jobs import contracts_of
from deploycheck.domains.openapi import offering, spreading
from deploycheck.engine import beside, examining
from deploycheck.testing.memory import MemorySnapshot

pytestmark = NEEDS_COPIES


def spec(kind, count=60):
    lines = ["openapi: 3.1.0", "info: {title: Things, version: '1'}", "paths:"]
    called = "{{requestBody: {{{}}}, responses: {{'200': {{description: OK}}}}}}"
    for number in range(count):
        schema = f"{{type: object, properties: {{size{number % 7}: {{type: {kind}}}, other: {{$ref: '#/components/schemas/Size'}}}}}}"
        content = f"content: {{application/json: {{schema: {schema}}}}}"
        lines += [
            f"  /things{number}:",
            "    post:",
            f"      requestBody: {{{content}}}",
            f"      responses: {{'200': {{description: OK, {content}}}}}",
            f"      callbacks: {{done: {{'{{$request.body#/url}}': {{post: {called.format(content)}}}}}}}",
        ]
    lines.append("webhooks:")
    for number in range(count // 2):
        payload = f"{{type: object, required: [n], properties: {{n: {{type: {kind}}}, id{number}: {{type: string}}}}}}"
        hook = called.format(f"content: {{application/json: {{schema: {payload}}}}}")
        lines.append(f"  hook{number}: {{post: {hook}}}")
    return "\n".join([*lines, "components: {schemas: {Size: {type: " + kind + "}}}", ""])


def report(jobs):
    sides = [MemorySnapshot({"api/openapi.yaml": spec(kind)}) for kind in ("integer", "number")]
    return check(*sides, today=date(2026, 11, 28), jobs=jobs)


@pytest.fixture
def spread(monkeypatch):
    """Spread small work, too, and count the answers that come from other processes."""
    received = []
    monkeypatch.setattr(spreading, "WORTH", 2)
    monkeypatch.setattr(spreading, "_TOGETHER", 3)
    monkeypatch.setattr(spreading, "spread", lambda *words: received.append(workers.spread(*words)) or received[-1])
    return received


def test_findings_do_not_depend_on_the_number_of_processes(spread):
    alone = report(1)
    assert spread == []
    together = [report(jobs) for jobs in (2, 3)]

    assert all(spread), "no answer came from another process"
    assert len(alone.findings) > 100
    assert [one == alone for one in together] == [True, True]


def test_what_is_lost_on_the_way_is_asked_here(spread, monkeypatch):
    def nothing(self, answers):
        raise ValueError(answers)

    monkeypatch.setattr(spreading._Parcel, "packed", nothing)

    assert report(2) == report(1)
    assert spread == [{}]


def test_little_work_is_done_by_one_process(monkeypatch):
    monkeypatch.setattr(spreading, "spread", lambda *_: pytest.fail("nothing to spread"))

    assert report(2).findings


def estate(kind, count=12):
    """Services in a ring, each with a spec that changes, the consumer of the next one."""
    lines = ["services:"]
    for number in range(count):
        lines += [f"  s{number}:", f"    path: s{number}", f"    provides: {{s{number}: openapi.yaml}}"]
        lines += ["    consumes:", f"      s{(number + 1) % count}: all"]
    specs = {f"s{number}/openapi.yaml": spec(kind, 2) for number in range(count)}
    return MemorySnapshot({"deploycheck.yaml": "\n".join([*lines, ""]), **specs})


def test_a_tangle_of_services_is_offered_and_planned_alike(monkeypatch):
    received = []

    def counted(*words):
        received.append(workers.spread(*words))
        return received[-1]

    monkeypatch.setattr(offering, "WORTH", 2)
    monkeypatch.setattr(examining, "MANY", 2)
    for module in (offering, beside):
        monkeypatch.setattr(module, "spread", counted)
    sides = [estate(kind) for kind in ("integer", "number")]
    one, two = (check(*sides, today=date(2026, 11, 28), jobs=jobs) for jobs in (1, 2))

    assert [len(answers) for answers in received] == [1, 1]
    assert two == one
    assert two.plan is not None
    assert {"order-required", "cycle"} & {finding.rule for finding in two.findings}
    assert contracts_of(*sides, jobs=2) == contracts_of(*sides, jobs=1)
