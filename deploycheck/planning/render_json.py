"""A plan as `deploycheck.plan/v1`."""

from deploycheck.documents.json_text import indented
from deploycheck.planning.wording import Document


def render(plan: Document) -> str:
    """Give the plan as indented JSON."""
    return indented(plan) + "\n"
