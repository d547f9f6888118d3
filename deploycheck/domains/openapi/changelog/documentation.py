"""What only people read: summaries, descriptions, tags, examples."""

from typing import Any

from deploycheck.domains.openapi.changelog.note import Notes, Part
from deploycheck.domains.openapi.changelog.statements import DOCUMENTATION
from deploycheck.domains.openapi.changelog.wording import MISSING, said
from deploycheck.domains.openapi.specification import Spot, descend

_WORDS = (*DOCUMENTATION, "summary", "tags")
_TOLD = ("x-sunset", "x-stability-level")


def documentation_notes(part: Part, at: Spot, was: Spot) -> Notes:
    """Compare what stands beside the parts that machines read."""
    base, head = _value(was), _value(at)
    for keyword in sorted(base.keys() | head.keys()):
        if keyword not in _WORDS and (not keyword.startswith("x-") or keyword in _TOLD):
            continue
        if text := said(keyword, base.get(keyword, MISSING), head.get(keyword, MISSING)):
            yield part.note("changed", text, at.at(keyword), was.at(keyword), keyword, documentation=True)


def _value(spot: Spot) -> dict[str, Any]:
    value = descend(spot.file.value, spot.steps)
    return value if isinstance(value, dict) else {}
