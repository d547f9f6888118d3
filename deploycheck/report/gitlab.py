"""GitLab's code quality report."""

import json
from typing import Any

from deploycheck.model.finding import Problem, Reported
from deploycheck.model.report import Report
from deploycheck.model.severity import Severity
from deploycheck.report.grouping import reading_order
from deploycheck.report.printable import printable
from deploycheck.report.redaction import tidy
from deploycheck.report.style import ReportStyle
from deploycheck.report.waived import waiver_text

_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(report: Report, style: ReportStyle) -> str:
    """Give one entry per finding that head has; GitLab compares with the target branch by fingerprint."""
    del style
    findings = sorted((finding for finding in report.findings if finding.status != "fixed"), key=reading_order)
    crashed = (Problem(f"rule {c.rule} crashed: {c.message}", c.path, c.line) for c in report.crashed)
    problems = [_problem(problem, number) for number, problem in enumerate((*report.problems, *crashed), 1)]
    return json.dumps(tidy([*problems, *map(_finding, findings)]), indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Reported) -> dict[str, Any]:
    prefix = f"Waived, {waiver_text(finding)}: " if finding.waived is not None else ""
    return {
        "description": printable(prefix + finding.message),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": "info" if finding.waived is not None else _SEVERITY[finding.severity],
        "location": {"path": finding.location.path or ".", "lines": {"begin": max(1, finding.location.line)}},
    }


def _problem(problem: Problem, number: int) -> dict[str, Any]:
    return {
        "description": printable(f"deploycheck could not do its work: {problem.message}"),
        "check_name": "problem",
        "fingerprint": f"problem:{number}:{problem.path}:{problem.line}",
        "severity": "blocker",
        "location": {"path": problem.path or ".", "lines": {"begin": max(1, problem.line)}},
    }
