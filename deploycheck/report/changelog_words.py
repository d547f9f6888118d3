"""The words of a changelog that its formats share."""

from collections.abc import Iterator
from itertools import groupby

from deploycheck.model.changelog import KINDS, ApiChanges, Changelog, Entry, Reason, VersionBump
from deploycheck.model.severity import Severity
from deploycheck.report.printable import counted, joined

MARKS = {"yes": "breaking", "unknown": "undecided", "no": ""}
NOTHING = "nothing changed that callers notice"
_NAMED = 2
_REASONS = 3


def headline(log: Changelog) -> str:
    """Give what changed, in one sentence."""
    changed = [api for api in log.apis if api.entries or api.state != "changed"]
    if not changed:
        return f"No API changed in what callers notice, {_compared(log)}."
    breaking = log.breaking()
    breaks = f"{counted(breaking, 'breaking change')}" if breaking else "no breaking change"
    undecided = log.breaking("unknown")
    doubt = f", {counted(undecided, 'change')} undecided" if undecided else ""
    return f"{counted(len(changed), 'API')} changed with {breaks}{doubt}, {_compared(log)}."


def _compared(log: Changelog) -> str:
    return f"{log.head} compared with {log.base}"


def api_title(api: ApiChanges) -> str:
    """Name an API; by its title, too, where that says more."""
    return f"{api.name} ({api.title})" if api.title and api.title.casefold() != api.name.casefold() else api.name


def versions(api: ApiChanges) -> str:
    """Give the versions on both sides."""
    old, new = api.version.base, api.version.head
    if api.state == "added":
        return f"{new}, new" if new else "new"
    if api.state == "removed":
        return f"{old}, removed" if old else "removed"
    return f"{old or 'no version'} -> {new or 'no version'}" if old != new else old or "no version"


def place(api: ApiChanges) -> str:
    """Give the file, or both where it moved."""
    if api.base_path and api.head_path and api.base_path != api.head_path:
        return f"{api.base_path} -> {api.head_path}"
    return api.head_path or api.base_path or ""


def counts(api: ApiChanges) -> str:
    """Count the entries by what they do to callers, and by kind."""
    breaking, undecided = api.breaking(), api.breaking("unknown")
    hurt = [f"{breaking} breaking" if breaking else "", f"{undecided} undecided" if undecided else ""]
    kinds = [f"{api.count(kind)} {kind}" for kind in reversed(KINDS) if api.count(kind)]
    left_out = f"{counted(api.left_out, 'change')} of documentation left out" if api.left_out else ""
    parts = [joined(kinds) or NOTHING, joined([part for part in hurt if part]), left_out]
    return "; ".join(part for part in parts if part)


def bump_text(version: VersionBump) -> str:
    """Say which version the changes need; empty where none is needed, or the scheme is not clear."""
    if version.needed is None:
        return ""
    if version.enough:
        return f"needs {version.needed}, and {version.head} is enough"
    return f"needs {version.needed}, says {version.head}"


def by_operation(api: ApiChanges) -> Iterator[tuple[tuple[str, ...], list[Entry]]]:
    """Give the entries in groups that have the same operations; () is the whole API."""
    for operations, entries in groupby(api.entries, key=lambda entry: entry.operations):
        yield operations, list(entries)


def heading(operations: tuple[str, ...]) -> str:
    """Name a group: its operation, or how many there are and the first ones."""
    if not operations:
        return "The whole API"
    if len(operations) <= _NAMED:
        return joined(list(operations))
    return f"{', '.join(operations[:_NAMED])} and {counted(len(operations) - _NAMED, 'more operation')}"


def where(entry: Entry) -> str:
    """Give the place in head, else the one in base."""
    if entry.at is not None:
        return str(entry.at)
    return f"{entry.was} in base" if entry.was is not None else ""


def told(entry: Entry) -> tuple[tuple[Reason, ...], str]:
    """Give the first reasons that say more than the entry, those about what hurts, and how many are not shown."""
    found = tuple(one for one in entry.reasons if one.impact is not None or one.severity not in {None, Severity.INFO})
    left = len(found) - _REASONS
    return found[:_REASONS], f"{counted(left, 'more reason')} of the same kind" if left > 0 else ""


def reason_text(reason: Reason, entry: Entry) -> str:
    """Give what a finding says, without the operation where the entry is about no other."""
    return reason.text.removeprefix(f"{reason.operation}: ") if len(entry.operations) == 1 else reason.text
