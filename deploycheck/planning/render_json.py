"""A plan as `deploycheck.plan/v1`."""

import json

from deploycheck.planning.wording import Document


def render(plan: Document) -> str:
    """Give the plan as indented JSON."""
    return json.dumps(plan, indent=2) + "\n"
