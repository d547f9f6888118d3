"""Whether `info.version` was raised as far as the changes need."""

from dataclasses import dataclass

from deploycheck.domains.openapi.diff import ApiDiff
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.versions import calendar, lower, semantic
from deploycheck.model.changelog import Entry, VersionBump
from deploycheck.model.finding import Finding
from deploycheck.model.location import Related


@dataclass(frozen=True, slots=True)
class SmallBump:
    """A version that is too low; `because` is the change that needs more, and `finding` a finding without words."""

    version: VersionBump
    because: Entry
    finding: Finding


def small_bump(difference: ApiDiff, *, unchanged: bool = False) -> SmallBump | None:
    """Give the version of head where it is too low for what changed; None where it is enough, or nobody can tell.

    Only versions of three numbers and dates are judged. One that stays as it was is judged with `unchanged` alone:
    between two commits of one release that is how it should be.
    """
    base, head = difference.base, difference.head
    if base is None or head is None:
        return None
    old, new = (str(side.info.get("version") or "") for side in (base, head))
    if not _judgeable(old, new) or (old == new and not unchanged):
        return None
    from deploycheck.domains.openapi.changelog.build import api_changes

    changes = api_changes(difference)
    if changes.version.enough is not False:
        return None
    because = min(changes.entries, key=lambda one: (one.breaking != "yes", one.kind != "added"), default=None)
    if because is None:
        return None
    return SmallBump(changes.version, because, _finding(base, head, f"{old} -> {new}: {changes.version.needed}"))


def lower_version(difference: ApiDiff) -> tuple[Finding, str, str] | None:
    """Give a finding without words, and both versions, where head's comes before base's; else None."""
    base, head = difference.base, difference.head
    if base is None or head is None:
        return None
    old, new = (str(side.info.get("version") or "") for side in (base, head))
    return (_finding(base, head, f"{old} -> {new}"), old, new) if lower(old, new) else None


def _finding(base: Api, head: Api, change: str) -> Finding:
    place = head.specification.node("info", "version").spot
    was = base.specification.node("info", "version").spot.location.on("base")
    return Finding(
        "", place.location, subject=head.title or head.name, aspect="version", pointer=place.pointer,
        service=head.service, related=(Related("was", was),), change=change,
    )  # fmt: skip


def _judgeable(old: str, new: str) -> bool:
    """Whether both are written in one scheme; a major version that went up is enough for anything."""
    if calendar(old) and calendar(new):
        return True
    one, other = semantic(old), semantic(new)
    if one is None or other is None or not (one.whole and other.whole) or not any(one.numbers):
        return False
    return other.numbers[0] <= one.numbers[0]
