"""How a report is to look; decided by the caller, who alone knows terminal and environment."""

from collections.abc import Callable

from deploycheck.model.location import Location
from deploycheck.model.record import Record

Excerpts = Callable[[Location], list[str]]


class ReportStyle(Record):
    """Settings that formats may honour.

    `color` asks for ANSI colours (a terminal, or FORCE_COLOR, and no NO_COLOR). `width` is in columns. `excerpts`
    gives all lines of a location's file, without line ends, or nothing when it can't be read; None means that no
    source is to be shown. `existing` lists findings that base has too, instead of counting them.
    """

    color: bool = False
    width: int = 100
    excerpts: Excerpts | None = None
    existing: bool = False
