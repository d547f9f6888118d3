"""The report as data, schema `deploycheck.report/v1`."""

from deploycheck.documents.json_text import indented
from deploycheck.model.report import Report
from deploycheck.report.redaction import tidy
from deploycheck.report.style import ReportStyle


def render(report: Report, style: ReportStyle) -> str:
    """Give the report as indented JSON; the style makes no difference."""
    del style
    return indented(tidy(report.to_dict())) + "\n"
