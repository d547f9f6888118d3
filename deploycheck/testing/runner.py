"""Runs one case of a case file and compares what was found with what the case says."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from difflib import ndiff
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from deploycheck.model.errors import UsageError
from deploycheck.model.finding import Reported
from deploycheck.model.record import Record
from deploycheck.model.report import Report
from deploycheck.model.snapshot import SnapshotInfo
from deploycheck.testing.casefile import CONFIGURATION, Case, CaseFile
from deploycheck.testing.memory import MemorySnapshot

if TYPE_CHECKING:
    from deploycheck.engine.plugins import Registry
    from deploycheck.hooks import Rule

GATE = "gate"

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Outcome(Record):
    """What running a case gave; `failure` is a text for people, empty when the case holds.

    `report` is None when the question could not be asked.
    """

    report: Report | None
    failure: str


def run_case(file: CaseFile, case: Case, policies: Mapping[str, str] = _NOTHING) -> Outcome:
    """Check the case's two snapshots with the rules of its family, and compare the exact set of findings.

    `policies` are policy files (path -> content) that both snapshots get, when the rule is one of a company's own.
    """
    try:
        # Rules of the gate look at what the whole run led to.
        select = None if file.family == GATE else _selected(file)
        report = check_case(case, select=select, policies=policies)
    except UsageError as error:
        return Outcome(None, f"{file.path}:{case.line}: {case.title}\n{error}")
    return Outcome(report, _failure(file, case, report))


def _selected(file: CaseFile) -> tuple[str, ...]:
    """Choose the rules of the family, and the rule of the file by its name: it may be off by default."""
    return (file.family, file.rule) if file.rule in _registry().rules else (file.family,)


def check_case(case: Case, *, select: Iterable[str] | None = None, policies: Mapping[str, str] = _NOTHING) -> Report:
    """Check the two snapshots of a case; `select` as on the command line, None for the default rules.

    Raises UsageError when the question cannot be asked (an unknown family, say).
    """
    from deploycheck.app import check

    return check(
        base=_snapshot("base", with_policies(case.base, policies), case),
        head=_snapshot("head", with_policies(case.head, policies), case),
        today=case.today,
        env=case.env,
        select=None if select is None else list(select),
        registry=_registry(),
    )


@cache
def _registry() -> "Registry":
    from deploycheck.engine.plugins import load_registry

    return load_registry()


def _snapshot(side: str, files: Mapping[str, str], case: Case) -> MemorySnapshot:
    dates = {path: day for path, day in case.changed if path in files}
    return MemorySnapshot(files, SnapshotInfo("dir", side), dates)


def with_policies(files: Mapping[str, str], policies: Mapping[str, str]) -> Mapping[str, str]:
    """Add policy files (path -> content) to a snapshot, and name them in its configuration."""
    if not policies:
        return files
    settings = files.get(CONFIGURATION, "")
    if "policies" not in tomllib.loads(settings):
        settings = f"policies = {json.dumps(sorted(policies))}\n{settings}"
    return {**policies, **files, CONFIGURATION: settings}


def finding_line(finding: Reported) -> str:
    """Write a finding as case files do: `error operation-removed head:orders/openapi.yaml:7 GET /orders/{id}`.

    What is not new says so in front: `existing`, `fixed` or `waived`.
    """
    place = finding.location
    status = "waived" if finding.waived is not None else finding.status
    words = ["" if status == "new" else status, finding.severity.value, finding.rule]
    return " ".join(f"{' '.join(words)} {place.side}:{place.path}:{place.line} {finding.subject}".split())


def _failure(file: CaseFile, case: Case, report: Report) -> str:
    """Say how a report differs from what its case expects; empty when it does not."""
    lines = [f"problem: {p.path}:{p.line}: {p.message}" for p in report.problems]
    lines += [f"rule {c.rule} crashed: {c.message}" for c in report.crashed]
    found = sorted(
        line for finding in report.findings if _belongs(finding, file, case) and (line := finding_line(finding))
    )
    expected = sorted(case.expected)
    if found != expected:
        lines += [line for line in ndiff(expected, found) if not line.startswith("? ")]
        lines += ["", "- is expected and was not found, + was found and is not expected", *_messages(report, file)]
    if not lines:
        return ""
    return "\n".join([f"{file.path}:{case.line}: {case.title}", *lines])


def _belongs(finding: Reported, file: CaseFile, case: Case) -> bool:
    """Whether a finding takes part: of the family, and existing or fixed ones only where the case lists such."""
    if finding.family != file.family:
        return False
    if finding.waived is not None or finding.status == "new":
        return True
    return any(line.startswith(finding.status + " ") for line in case.expected)


def _messages(report: Report, file: CaseFile) -> list[str]:
    return [f"  {finding.rule}: {finding.message}" for finding in report.findings if finding.family == file.family]


def find_rule(name: str, policies: Mapping[str, str] = _NOTHING) -> "Rule | None":
    """Find a rule among those of all plugins, and of the given policy files."""
    from deploycheck.engine.policies import load_policies

    if rule := _registry().rule(name):
        return rule
    own = load_policies({path: text.encode() for path, text in policies.items()}).rules
    return next((rule for rule in own if rule.name == name), None)
