"""SARIF 2.1.0, for code scanning of GitHub and other platforms."""

import json
from typing import Any
from urllib.parse import quote

from deploycheck.model.finding import Reported
from deploycheck.model.location import Location
from deploycheck.model.report import Report, RuleText, finding_to_dict
from deploycheck.model.severity import Severity
from deploycheck.report.grouping import reading_order
from deploycheck.report.redaction import credentials_hidden, tidy
from deploycheck.report.sentence import sentence
from deploycheck.report.style import ReportStyle
from deploycheck.report.waived import waiver_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "deploycheck/v1"

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STATE = {"new": "new", "existing": "unchanged"}
_PROPERTIES = (
    "family",
    "service",
    "subject",
    "aspect",
    "pointer",
    "effect",
    "direction",
    "environments",
    "evidence",
    "witness",
)


def render(report: Report, style: ReportStyle) -> str:
    """Give the report as SARIF; what is fixed is left out, since an alert that is gone closes itself."""
    del style
    findings = sorted((finding for finding in report.findings if finding.status != "fixed"), key=reading_order)
    rules = _rules(report, findings)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "deploycheck", "semanticVersion": report.version, "rules": rules}},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the snapshot that was checked."}}},
        "results": [_result(finding, index[finding.rule]) for finding in findings],
        "properties": {"verdict": report.verdict, "sentence": sentence(report)},
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(tidy(log), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _rules(report: Report, findings: list[Reported]) -> list[dict[str, Any]]:
    """Describe every rule that found something; a rule that the report doesn't describe gets what its finding says."""
    described = {rule.name: rule for rule in report.rules}
    names: dict[str, Reported] = {}
    for finding in findings:
        names.setdefault(finding.rule, finding)
    return [_rule(described.get(name) or _undescribed(names[name]), names[name]) for name in sorted(names)]


def _undescribed(finding: Reported) -> RuleText:
    return RuleText(finding.rule, finding.family, finding.severity, finding.rule.replace("-", " "))


def _rule(rule: RuleText, example: Reported) -> dict[str, Any]:
    text = _do_instead(rule.page) or example.help or rule.summary
    described = {
        "id": rule.name,
        "shortDescription": {"text": rule.summary or rule.name},
        "fullDescription": {"text": rule.summary or rule.name},
        "help": {"text": text or rule.name, "markdown": rule.page or text or rule.name},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": ["deploycheck", rule.family]},
    }
    return {**described, "helpUri": example.docs} if example.docs.startswith(("https://", "http://")) else described


def _do_instead(page: str) -> str:
    """Give what a rule's page says for every finding; what one finding says is about that one alone."""
    return " ".join(page.partition("## Do this instead")[2].partition("\n## ")[0].split())


def _result(finding: Reported, rule_index: int) -> dict[str, Any]:
    data = finding_to_dict(finding)
    result = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message or finding.rule},
        "locations": [{"physicalLocation": _place(finding.location), "logicalLocations": _logical(finding)}],
        "relatedLocations": _related(finding),
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "baselineState": _STATE[finding.status],
        "properties": {key: data[key] for key in _PROPERTIES if data[key]},
    }
    return result if finding.waived is None else {**result, "suppressions": [_suppression(finding)]}


def _logical(finding: Reported) -> list[dict[str, str]]:
    name = finding.subject or finding.service or finding.rule
    full = f"{finding.service}/{name}" if finding.service and finding.subject else name
    return [{"name": name, "fullyQualifiedName": full}]


def _related(finding: Reported) -> list[dict[str, Any]]:
    """Give the places in base, and those of the users who are hurt, numbered from 1."""
    places = [
        *((f"{r.role} (in {r.location.side}) {r.text}".rstrip(), r.location) for r in finding.related),
        *(
            (f"used by {e.consumer} {e.version}".rstrip() + f" ({e.kind})", e.location)
            for e in finding.evidence
            if e.location is not None
        ),
    ]
    return [
        {"id": number, "message": {"text": text}, "physicalLocation": _place(place)}
        for number, (text, place) in enumerate(places, 1)
    ]


def _place(location: Location) -> dict[str, Any]:
    path = credentials_hidden(location.path).encode("utf-8", "surrogateescape")
    artifact = {"uri": quote(path, safe="/") or ".", "uriBaseId": "SRCROOT"}
    if not location.line:
        return {"artifactLocation": artifact}
    region = {"startLine": location.line} | ({"startColumn": location.column} if location.column else {})
    return {"artifactLocation": artifact, "region": region}


def _suppression(finding: Reported) -> dict[str, str]:
    in_file = (finding.waived or {}).get("source", "").rpartition("/")[2].startswith("deploycheck-waivers.")
    kind = "external" if in_file else "inSource"
    return {"kind": kind, "status": "accepted", "justification": waiver_text(finding)}


def _invocation(report: Report) -> dict[str, Any]:
    notes = [
        *(_notification("error", p.message, Location(p.path, p.line)) for p in report.problems),
        *(
            _notification("error", f"rule {c.rule} crashed: {c.message}", Location(c.path, c.line))
            for c in report.crashed
        ),
        *(_notification("warning", f"not analysed: {n.reason}", n.location) for n in report.not_analysed),
        *(_notification("note", f"assumed: {text}", Location("")) for text in report.assumptions),
    ]
    return {
        "executionSuccessful": report.verdict != "cannot-judge",
        "exitCode": report.exit_code,
        "toolExecutionNotifications": notes,
    }


def _notification(level: str, text: str, location: Location) -> dict[str, Any]:
    note: dict[str, Any] = {"level": level, "message": {"text": text}}
    return {**note, "locations": [{"physicalLocation": _place(location)}]} if location.path else note
