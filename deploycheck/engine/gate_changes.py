"""Which files that decide about findings this change touches, and what it changes in them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from deploycheck.engine.configuration import FILES
from deploycheck.engine.listing import SnapshotListing
from deploycheck.engine.waivers import FILE
from deploycheck.model.errors import SourceError
from deploycheck.model.location import Location
from deploycheck.model.record import Record
from deploycheck.model.snapshot import UnreadableError, below

if TYPE_CHECKING:
    from deploycheck.documents.document import Document

What = Literal["configuration", "waivers", "policy"]
How = Literal["added", "changed", "removed"]
Steps = tuple[str | int, ...]

MOST_TOLD = 5
LONGEST_VALUE = 60
SECTION = ("tool", "deploycheck")


class GateChange(Record):
    """A file that decides about findings and that this change touches; `details` say what, for people."""

    location: Location
    what: What
    how: How
    service: str | None = None
    details: tuple[str, ...] = ()


def gate_changes(
    base: SnapshotListing, head: SnapshotListing, changed: Iterable[str], policies: Iterable[str]
) -> tuple[GateChange, ...]:
    """Name every changed file that decides what counts as a finding; of pyproject.toml our own section counts."""
    folders = tuple(place.strip("/") for place in policies)
    found = (_change(path, _what(path, folders), base, head) for path in sorted(changed))
    return tuple(one for one in found if one is not None)


def _what(path: str, folders: Iterable[str]) -> What | None:
    if path in FILES:
        return "configuration"
    if path == FILE:
        return "waivers"
    return "policy" if any(below([path], folder) for folder in folders) else None


def _change(path: str, what: What | None, base: SnapshotListing, head: SnapshotListing) -> GateChange | None:
    if what is None:
        return None
    how: How = "added" if path not in base.entries else "removed" if path not in head.entries else "changed"
    nowhere = Location(path, 0, 0, "base" if how == "removed" else "head")
    if what == "policy":
        return GateChange(nowhere, what, how)
    old, new = _document(base, path), _document(head, path)
    if old is None or new is None:  # unreadable on one side, which is told elsewhere
        return GateChange(nowhere, what, how)
    before, after = _settings(old), _settings(new)
    if before == after:
        return None if path != FILES[0] and what == "configuration" else GateChange(nowhere, what, how)
    told = list(_differences(before, after))
    section: Steps = SECTION if path == FILES[1] else ()
    place = nowhere if how == "removed" else new.location((*section, *told[0][0]))
    texts = [text for _, text in told[:MOST_TOLD]]
    more = [f"{len(told) - MOST_TOLD} more"] if len(told) > MOST_TOLD else []
    return GateChange(place, what, how, details=(*texts, *more))


def _document(listing: SnapshotListing, path: str) -> "Document | None":
    from deploycheck.documents.document import Document
    from deploycheck.documents.toml import load_toml
    from deploycheck.documents.yaml import load_yaml_one

    if path not in listing.entries:
        return Document(None, path)
    try:
        data = listing.read(path)
        return load_yaml_one(data, path) if path == FILE else load_toml(data, path)
    except (SourceError, UnreadableError):
        return None


def _settings(document: "Document") -> Any:  # noqa: ANN401  any document
    value = document.value
    for key in SECTION if document.path == FILES[1] else ():
        value = value.get(key) if isinstance(value, dict) else None
    return {} if value is None else value


def _differences(before: Any, after: Any) -> Iterator[tuple[Steps, str]]:  # noqa: ANN401  any document
    """Give the place of each difference and a sentence part about it, in the order of the file."""
    from deepdiff import DeepDiff

    found = DeepDiff(before, after, view="tree", ignore_order=False)
    changes = sorted(
        ((tuple(change.path(output_format="list")), change) for kind in found.values() for change in kind),
        key=lambda pair: tuple(str(step) for step in pair[0]),
    )
    for steps, change in changes:
        yield steps, _told(steps, change)


def _told(steps: Steps, change: Any) -> str:  # noqa: ANN401  deepdiff's own type
    name = ".".join(str(step) for step in steps) or "the whole file"
    if _missing(change.t1):
        return f"{name} is new: {_shown(change.t2)}"
    if _missing(change.t2):
        return f"{name} is gone, it was {_shown(change.t1)}"
    return f"{name} was {_shown(change.t1)} and is {_shown(change.t2)}"


def _missing(value: Any) -> bool:  # noqa: ANN401  any value
    """Whether deepdiff's mark for "nothing here" stands in place of a value."""
    from deepdiff.helper import notpresent

    return value is notpresent


def _shown(value: Any) -> str:  # noqa: ANN401  any value
    import json

    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."
