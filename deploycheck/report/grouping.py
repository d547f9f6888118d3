"""The order in which people read findings: worst service first, worst finding first."""

from collections.abc import Iterable

from deploycheck.model.finding import Reported
from deploycheck.model.report import Report

NO_SERVICE = "no service"


def reading_order(finding: Reported) -> tuple[int, str, int, str, str, str]:
    """Give the key that sorts findings of one group."""
    place = finding.location
    return finding.severity.rank, place.path, place.line, finding.rule, finding.subject, finding.fingerprint


def by_service(findings: Iterable[Reported]) -> list[tuple[str, list[Reported]]]:
    """Group findings by service; the group with the worst finding comes first, files of nobody last."""
    groups: dict[str | None, list[Reported]] = {}
    for finding in sorted(findings, key=reading_order):
        groups.setdefault(finding.service, []).append(finding)
    ordered = sorted(groups.items(), key=lambda group: (group[0] is None, group[1][0].severity.rank, group[0] or ""))
    return [(name or NO_SERVICE, members) for name, members in ordered]


def by_place(findings: Iterable[Reported]) -> list[list[Reported]]:
    """Group findings in reading order that one rule has at one place, with one severity and status."""
    groups: dict[tuple[object, ...], list[Reported]] = {}
    for finding in findings:
        key = finding.severity, finding.status, finding.location, finding.rule
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def listed(report: Report, *, existing: bool = False) -> list[Reported]:
    """Give the findings that are told in full: new and not waived, with `existing` or `--all` also those of base."""
    wanted = ("new", "existing") if existing or report.count_existing else ("new",)
    return [finding for finding in report.findings if finding.waived is None and finding.status in wanted]


def waived(report: Report) -> list[Reported]:
    """Give the waived findings in reading order."""
    return sorted((finding for finding in report.findings if finding.waived is not None), key=reading_order)
