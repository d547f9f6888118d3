"""One report with everything that formats have to show, and one made of hostile text."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hostile_text import HOSTILE, MARKER

from deploycheck.model.finding import Evidence, NotAnalysed, Problem, Reported, Witness
from deploycheck.model.location import Location, Related
from deploycheck.model.report import CrashedRule, PlanSummary, Report, RuleText, Summary, summarise
from deploycheck.model.severity import Impact, Severity, Usage
from deploycheck.model.snapshot import SnapshotInfo

REMOVED = Reported(
    rule="operation-removed",
    family="api",
    severity=Severity.ERROR,
    status="new",
    message="GET /orders/{id} was removed; checkout still relies on it",
    help="Mark the operation deprecated with a sunset date, move the named consumers, then remove it.",
    service="orders",
    subject="GET /orders/{id}",
    aspect="",
    location=Location("orders/openapi.yaml", 3, 3),
    fingerprint="dc1:00000000000000a1",
    pointer="/paths/~1orders~1{id}/get",
    effect="removed",
    direction="request",
    related=(Related("was", Location("orders/openapi.yaml", 5, 3, "base")),),
    evidence=(Evidence("pact", "checkout", "v1.4.2", Location("pacts/checkout-orders.json", 3)),),
    witness=Witness("request", {"method": "GET", "path": "/orders/17"}, "", "head answers 404"),
    impact=Impact.INCOMPATIBLE,
    usage=Usage.LIVE,
    environments=("prod",),
    docs="https://example.org/rules/operation-removed",
    derivation=("incompatible and used: error",),
)
UNKNOWN = replace(
    REMOVED,
    rule="spec-undecidable",
    severity=Severity.WARNING,
    message="nobody can decide whether the pattern of total still admits what callers send",
    help="",
    subject="POST /orders",
    aspect="request.body.total",
    location=Location("orders/openapi.yaml", 4),
    fingerprint="dc1:00000000000000a2",
    evidence=(Evidence("assumed", "web"),),
    related=(),
    witness=None,
    impact=Impact.UNKNOWN,
    usage=Usage.ASSUMED,
)
OWNER = Reported(
    rule="owner-missing",
    family="people",
    severity=Severity.WARNING,
    status="new",
    message="nobody owns the service mailer",
    help="Name a team in CODEOWNERS.",
    service=None,
    subject="mailer",
    aspect="",
    location=Location("deploycheck.yaml"),
    fingerprint="dc1:00000000000000a3",
)
FINDINGS = (
    OWNER,
    UNKNOWN,
    REMOVED,
    replace(
        REMOVED,
        subject="GET /health",
        severity=Severity.INFO,
        message="GET /health was removed; nobody relies on it",
        fingerprint="dc1:00000000000000a4",
        evidence=(),
        witness=None,
        usage=Usage.NOBODY,
    ),
    replace(OWNER, service="billing", subject="billing", status="existing", fingerprint="dc1:00000000000000a5"),
    replace(OWNER, service="stock", subject="stock", status="fixed", fingerprint="dc1:00000000000000a6"),
    replace(
        REMOVED,
        service="stock",
        subject="DELETE /stock",
        fingerprint="dc1:00000000000000a7",
        waived={
            "reason": "retired with the old shop",
            "owner": "team-stock",
            "expires": "2027-01-31",
            "source": "deploycheck-waivers.yaml:3",
        },
    ),
)
PLAN = {
    "verdict": "refused",
    "refusals": [
        {
            "code": "cycle",
            "units": ["checkout", "orders"],
            "violations": [
                {
                    "live": ["checkout v1", "orders v2"],
                    "atom": "GET /orders/{id}",
                    "text": "checkout v1 needs GET /orders/{id}, which orders v2 does not have",
                }
            ],
            "repairs": [{"kind": "split", "units": ["orders"], "keep": ["GET /orders/{id}"], "plan": []}],
        }
    ],
}
SOURCE = ["openapi: 3.0.3", "paths:", "  /orders:", "    post:", "      responses: {}"]


@pytest.fixture
def report() -> Report:
    return Report(
        version="0.1.0",
        today=date(2026, 11, 22),
        base=SnapshotInfo("git", "main", "3f2a9c1e0d4b5a69788796a5b4c3d2e1f0a9b8c7"),
        head=SnapshotInfo("worktree"),
        basis="assumed",
        verdict="fail",
        summary=summarise(FINDINGS),
        findings=FINDINGS,
        environments=("prod",),
        configuration="deploycheck.toml",
        plan=PlanSummary("refused", 0, PLAN),
        assumptions=("assumes 3f2a9c1e0 is what runs in prod",),
        not_analysed=(NotAnalysed(Location("charts/web/templates/web.yaml", 1), "a Helm template", "web"),),
        rules=(
            RuleText(
                "operation-removed",
                "api",
                Severity.ERROR,
                "An operation that live consumers may still call was removed.",
                "An operation that live consumers may still call was removed.\n\n## Why it breaks\nThe call ends in a 404.",
            ),
        ),
    )


@pytest.fixture
def source() -> list[str]:
    return SOURCE


@pytest.fixture
def nothing(report: Report) -> Report:
    return replace(
        report,
        verdict="pass",
        summary=Summary(),
        findings=(),
        plan=PlanSummary("plan", 0),
        assumptions=(),
        not_analysed=(),
        basis="deployments",
    )


@pytest.fixture
def broken(report: Report) -> Report:
    return replace(
        report,
        verdict="cannot-judge",
        problems=(Problem("this is not YAML: a tab stands at the start of a line", "orders/openapi.yaml", 4),),
        crashed=(CrashedRule("acme/odd", "ZeroDivisionError: division by zero", "policies/odd.py", 7),),
    )


@pytest.fixture
def hostile(report: Report) -> Report:
    text = " ".join(HOSTILE) + f" postgres://admin:{MARKER}@db/shop host=db password={MARKER}"
    place = Location(text, 1, 1)
    evil = replace(
        REMOVED,
        rule="evil " + text,
        family=text,
        message=text,
        help=text,
        service=text,
        subject=text,
        aspect=text,
        location=place,
        pointer=text,
        related=(Related("was", place.on("base"), text),),
        evidence=(Evidence(text, text, text, place, text),),
        witness=Witness("request", {text: [text, Decimal("NaN"), Decimal("1e999999"), Decimal("1.50")]}, text, text),
        environments=(text,),
        docs=text,
        derivation=(text,),
    )
    waived = replace(evil, fingerprint="dc1:00000000000000b2", waived={"reason": text, "owner": text})
    plan = {
        "refusals": [
            {
                "code": text,
                "units": [text],
                "violations": [{"live": [text], "text": text}],
                "repairs": [{"kind": text, "units": [text], "keep": [text]}],
            }
        ]
    }
    return replace(
        report,
        findings=(evil, waived),
        environments=(text, "prod"),
        base=SnapshotInfo("git", text, "0" * 40),
        head=SnapshotInfo("dir", text),
        configuration=text,
        assumptions=(text,),
        not_analysed=(NotAnalysed(place, text, text, text),),
        problems=(Problem(text, text, 1),),
        crashed=(CrashedRule(text, text, text, 1),),
        plan=PlanSummary("refused", 0, plan),
        rules=(RuleText("evil " + text, text, Severity.ERROR, text, text),),
    )
