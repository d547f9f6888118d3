"""All that a rule, a policy or a plugin may import. Names are loaded on first use."""

from importlib import import_module
from typing import Any

_HOME = {
    "deploycheck.hooks": (
        "Contribution",
        "Domain",
        "Fact",
        "Linking",
        "Listing",
        "Rule",
        "Sight",
        "fact",
        "hookimpl",
        "rule",
    ),
    "deploycheck.model.change": ("Change", "Claim", "Loaded", "LoadedFile", "View"),
    "deploycheck.model.finding": ("Evidence", "Finding", "Findings", "NotAnalysed", "Problem", "Witness"),
    "deploycheck.model.location": ("Located", "Location", "Related"),
    "deploycheck.model.service": ("Client", "Database", "Environment", "Estate", "Service", "Unresolved", "Use"),
    "deploycheck.model.severity": ("Impact", "Severity", "Usage"),
    "deploycheck.model.suggest": ("did_you_mean",),
    "deploycheck.model.usage": ("User", "Users", "UsersOf"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [  # noqa: PLE0604  what each domain offers to rules joins in `_HOME`
    *_MODULE,
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever lives under that name
    """Load a name from its home."""
    if name not in _MODULE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_MODULE[name]), name)


def __dir__() -> list[str]:
    """List what may be imported."""
    return sorted(_MODULE)
