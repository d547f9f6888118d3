"""Announcements: deprecation, sunset, stability."""

from deploycheck.domains.openapi.changelog.note import Notes, Part
from deploycheck.domains.openapi.changelog.wording import MISSING, said
from deploycheck.domains.openapi.model import Lifecycle
from deploycheck.domains.openapi.specification import Spot


def lifecycle_notes(part: Part, base: Lifecycle, head: Lifecycle, at: Spot, was: Spot) -> Notes:
    """Compare what both sides say about the future of something."""
    if head.deprecated and not base.deprecated:
        yield part.note("deprecated", f"to be removed on {head.sunset}" if head.sunset else "", at, was, "deprecated")
    elif base.deprecated and not head.deprecated:
        yield part.note("changed", "is no longer deprecated", at, was, "deprecated")
    told = head.deprecated and not base.deprecated and head.sunset is not None
    if base.sunset != head.sunset and not told:
        text = said("sunset", _value(base.sunset), _value(head.sunset))
        yield part.note("changed", text or "", at, was, "sunset-moved-up")
    if base.stability != head.stability:
        text = said("stability", _value(base.stability), _value(head.stability))
        yield part.note("changed", text or "", at, was, "stability-lowered")


def _value(text: str | None) -> object:
    return MISSING if text is None else text
