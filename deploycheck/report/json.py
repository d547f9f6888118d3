"""The report as data, schema `deploycheck.report/v1`."""

import json

from deploycheck.model.report import Report
from deploycheck.report.redaction import tidy
from deploycheck.report.style import ReportStyle


def render(report: Report, style: ReportStyle) -> str:
    """Give the report as indented JSON; the style makes no difference."""
    del style
    return json.dumps(tidy(report.to_dict()), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
