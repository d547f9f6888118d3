"""The formats of `diff`; each module is imported only when its format is asked for."""

from importlib import import_module

from deploycheck.model.changelog import Changelog
from deploycheck.report.style import ReportStyle

FORMATS = ("text", "markdown", "json", "html")


def render(log: Changelog, style: ReportStyle, name: str) -> str:
    """Give the changelog in the format called `name`, one of `FORMATS`."""
    text: str = import_module(f"deploycheck.report.changelog_{name}").render(log, style)
    return text
