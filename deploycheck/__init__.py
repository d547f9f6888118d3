"""Compare what is deployed with what is proposed, and prove the order to deploy it in.

`check` and `plan` are loaded on first use, so that importing the package costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deploycheck.app import check, plan
    from deploycheck.model.finding import Finding
    from deploycheck.model.report import Report

__version__ = "0.1.0"
__all__ = ["Finding", "Report", "__version__", "check", "plan"]

_HOME = {"check": "app", "plan": "app", "Finding": "model.finding", "Report": "model.report"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever lives under that name
    """Load a public name from its home."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(f"deploycheck.{_HOME[name]}"), name)
