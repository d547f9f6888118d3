"""What is told of flags beside the flags themselves: their ages, and their reads."""

from collections.abc import Iterator
from datetime import date

from deploycheck.domains.flags.model import Flag, FlagCall, FlagModel
from deploycheck.model.change import View
from deploycheck.model.location import Location
from deploycheck.model.record import Record


class FlagAge(Record):
    """When a flag's definition last changed, as far as version control knows."""

    changed: date | None

    def days(self, today: date) -> int | None:
        """Give the days since then; None when nobody knows."""
        return (today - self.changed).days if self.changed else None


class FlagRead(Record):
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


def age_of(flag: Flag, view: View) -> FlagAge:
    """Give the age of a flag's definition, by its lines in version control and by what it says itself."""
    dates = view.history.line_dates(flag.location.path) if view.history else None
    first, last = flag.lines
    changed = max((dates[line] for line in range(first, last + 1) if line in dates), default=None) if dates else None
    return FlagAge(max(filter(None, (changed, flag.created)), default=None))


def reads_in(model: FlagModel) -> Iterator[FlagRead]:
    """Give each key that code reads outside of tests."""
    for key in model.calls:
        if calls := model.readers(key):
            yield FlagRead(key, calls, key in model.flags, bool(model.homes), tuple(model.flags))
