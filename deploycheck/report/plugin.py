"""The report formats, as a plugin; each module is imported only when its format is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module

from deploycheck.hooks import hookimpl
from deploycheck.model.report import Report
from deploycheck.report.style import ReportStyle

FORMATS = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")


@hookimpl
def deploycheck_reporters() -> Mapping[str, Callable[..., str]]:
    """Give every format by name."""
    return {name: _lazily(name) for name in FORMATS}


def _lazily(name: str) -> Callable[[Report, ReportStyle], str]:
    def render(report: Report, style: ReportStyle) -> str:
        text: str = import_module(f"deploycheck.report.{name}").render(report, style)
        return text

    render.__doc__ = f"Render a report as {name}."
    return render
