"""What rules may ask for about flags."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deploycheck.domains.flags.model import Flag, FlagCall, FlagChange, FlagModel
from deploycheck.hooks import fact
from deploycheck.model.change import Change, View
from deploycheck.model.location import Location


@dataclass(frozen=True, slots=True)
class FlagAge:
    """When a flag's definition last changed, as far as version control knows."""

    changed: date | None

    def days(self, today: date) -> int | None:
        """Give the days since then; None when nobody knows."""
        return (today - self.changed).days if self.changed else None


@dataclass(frozen=True, slots=True)
class FlagRead:
    """All reads of one key in a snapshot, outside of tests.

    `judgeable` says that the snapshot defines flags at all; `keys` are those it defines.
    """

    key: str
    calls: tuple[FlagCall, ...]
    declared: bool
    judgeable: bool
    keys: tuple[str, ...]

    @property
    def location(self) -> Location:
        """The first place that reads it."""
        return self.calls[0].location

    @property
    def service(self) -> str | None:
        """The service of the first place."""
        return self.calls[0].service

    @property
    def certain(self) -> bool:
        """Whether one of the calls is surely one to a flag SDK."""
        return any(call.certain for call in self.calls)


@fact()
def flag_model(view: View) -> FlagModel:
    """Every flag of the snapshot and all that reads them."""
    model = view.model("flags")
    return model if isinstance(model, FlagModel) else FlagModel()


@fact(scope="item")
def flag(flag_model: FlagModel) -> Iterator[Flag]:
    """Each declared flag."""
    yield from flag_model.flags.values()


@fact(scope="item")
def flag_age(flag: Flag, view: View) -> FlagAge:
    """When the flag's definition last changed."""
    dates = view.history.line_dates(flag.location.path) if view.history else None
    first, last = flag.lines
    changed = max((dates[line] for line in range(first, last + 1) if line in dates), default=None) if dates else None
    return FlagAge(max(filter(None, (changed, flag.created)), default=None))


@fact(scope="item")
def flag_read(flag_model: FlagModel) -> Iterator[FlagRead]:
    """Each key that code reads outside of tests."""
    for key in flag_model.calls:
        if calls := flag_model.readers(key):
            yield FlagRead(key, calls, key in flag_model.flags, bool(flag_model.homes), tuple(flag_model.flags))


@fact(scope="item")
def flag_change(change: Change) -> Iterator[FlagChange]:
    """Each flag that was added, removed, renamed or changed, against any live version, told once."""
    seen: set[tuple[str, str]] = set()
    for diff in change.each_diff("flags"):
        for one in diff.changes:
            identity = (one.key, one.base.shape if one.base else "")
            if identity not in seen:
                seen.add(identity)
                yield one
