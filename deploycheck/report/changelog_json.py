"""The changelog as data: `deploycheck.changelog/v1`."""

import json
from collections import Counter
from typing import Any

from deploycheck.model.changelog import KINDS, SCHEMA, ApiChanges, Changelog, Entry, Reason
from deploycheck.model.location import Location
from deploycheck.model.snapshot import SnapshotInfo
from deploycheck.report.redaction import tidy
from deploycheck.report.style import ReportStyle


def render(log: Changelog, style: ReportStyle) -> str:
    """Give the changelog as JSON."""
    del style  # nothing about a terminal matters here
    return json.dumps(tidy(changelog_to_dict(log)), indent=2) + "\n"


def changelog_to_dict(log: Changelog) -> dict[str, Any]:
    """Give the changelog as `deploycheck.changelog/v1` data."""
    return {
        "schema": SCHEMA,
        "version": log.version,
        "base": _snapshot(log.base),
        "head": _snapshot(log.head),
        "documentation": log.documentation,
        "summary": _summary([entry for api in log.apis for entry in api.entries]),
        "apis": [_api(api) for api in log.apis],
        "problems": [{"path": one.path, "line": one.line, "message": one.message} for one in log.problems],
    }


def _api(api: ApiChanges) -> dict[str, Any]:
    version = api.version
    return {
        "name": api.name,
        "title": api.title,
        "service": api.service,
        "state": api.state,
        "paths": {"base": api.base_path, "head": api.head_path},
        "version": {
            "base": version.base,
            "head": version.head,
            "level": version.level,
            "needed": version.needed,
            "enough": version.enough,
        },
        "summary": _summary(list(api.entries)),
        "left_out": api.left_out,
        "entries": [_entry(entry) for entry in api.entries],
    }


def _summary(entries: list[Entry]) -> dict[str, int]:
    kinds = Counter(entry.kind for entry in entries)
    answers = Counter(entry.breaking for entry in entries)
    return {**{kind: kinds[kind] for kind in KINDS}, "breaking": answers["yes"], "undecided": answers["unknown"]}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "operations": list(entry.operations),
        "title": entry.title,
        "text": entry.text,
        "breaking": entry.breaking,
        "severity": None if entry.severity is None else entry.severity.value,
        "documentation": entry.documentation,
        "pointer": entry.pointer,
        "at": _location(entry.at),
        "was": _location(entry.was),
        "reasons": [_reason(reason) for reason in entry.reasons],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    found = reason.witness
    witness = None if found is None else {"kind": found.kind, "value": found.value, "pointer": found.pointer}
    return {
        "rule": reason.rule,
        "text": reason.text,
        "operation": reason.operation,
        "aspect": reason.aspect,
        "breaking": reason.breaking,
        "impact": None if reason.impact is None else reason.impact.value,
        "severity": None if reason.severity is None else reason.severity.value,
        "fingerprint": reason.fingerprint,
        "witness": None if witness is None or found is None else {**witness, "text": found.text},
    }


def _location(place: Location | None) -> dict[str, Any] | None:
    return None if place is None else {"path": place.path, "line": place.line, "column": place.column}


def _snapshot(info: SnapshotInfo) -> dict[str, str]:
    named = {"kind": info.kind, "ref": info.ref, "commit": info.commit}
    return {key: value for key, value in named.items() if value}
