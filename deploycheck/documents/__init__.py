"""YAML, JSON and TOML with the line and column of everything, within limits."""

from deploycheck.documents.document import (
    MAX_DEPTH,
    Document,
    DocumentError,
    Duplicate,
    Place,
    Steps,
    TemplateError,
    pointer,
    pointer_steps,
)
from deploycheck.documents.helm import looks_like_helm_template
from deploycheck.documents.load import load

__all__ = [
    "MAX_DEPTH",
    "Document",
    "DocumentError",
    "Duplicate",
    "Place",
    "Steps",
    "TemplateError",
    "load",
    "looks_like_helm_template",
    "pointer",
    "pointer_steps",
]
