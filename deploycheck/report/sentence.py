"""The first line of a report: one sentence that a person on call understands."""

from collections.abc import Mapping

from deploycheck.model.report import Report
from deploycheck.report.printable import counted, joined, printable

_LEAD: Mapping[str, str] = {
    "pass": "Nothing stops this change",
    "fail": "Do not ship this yet",
    "cannot-judge": "This change could not be judged",
}


def sentence(report: Report) -> str:
    """Give verdict, counts, what was compared on which basis, and how much could not be decided."""
    return f"{_LEAD[report.verdict]}: {_counts(report)}, {_comparison(report)}; {_undecided(report)}."


def _counts(report: Report) -> str:
    summary = report.summary
    parts = [
        counted(len(report.problems) + len(report.crashed), "problem") if report.verdict == "cannot-judge" else "",
        counted(summary.error, "error") if summary.error else "",
        counted(summary.warning, "warning") if summary.warning else "",
        f"{summary.info} for information" if summary.info else "",
    ]
    return joined([part for part in parts if part]) or "no new findings"


def _comparison(report: Report) -> str:
    head = printable(str(report.head))
    if report.base is None:
        return f"{head} alone, there is no base to compare it with"
    if not report.compared:
        return f"nothing was compared because base and head are the same tree ({head})"
    versions = joined([printable(str(info)) for info in (report.base, *report.live)])
    return f"{head} compared with {versions}, {_basis(report)}"


def _basis(report: Report) -> str:
    where = f" in {joined([printable(name) for name in report.environments])}" if report.environments else ""
    match report.basis:
        case "deployments":
            return f"recorded as what runs{where}"
        case "declared":
            return f"declared as what runs{where}"
        case _:
            return f"assumed to be what runs{where}"


def _undecided(report: Report) -> str:
    unknown = report.summary.unknown
    return f"{counted(unknown, 'question')} could not be decided" if unknown else "no question was left undecided"
