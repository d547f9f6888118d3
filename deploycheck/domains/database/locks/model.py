"""Lock modes and what they stop."""

from typing import Literal

from deploycheck.domains.database.names import Name
from deploycheck.model.record import Record

LockMode = Literal[
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
]
_MODES: tuple[LockMode, ...] = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
_SHOWN = {
    "ShareLock": "SHARE",
    "ShareRowExclusiveLock": "SHARE ROW EXCLUSIVE",
    "ExclusiveLock": "EXCLUSIVE",
    "AccessExclusiveLock": "ACCESS EXCLUSIVE",
    "ShareUpdateExclusiveLock": "SHARE UPDATE EXCLUSIVE",
    "RowExclusiveLock": "ROW EXCLUSIVE",
    "RowShareLock": "ROW SHARE",
    "AccessShareLock": "ACCESS SHARE",
}


class Lock(Record):
    """What one effect does to one table while it runs.

    `scan` reads every row and `rewrite` writes a new copy of the table while the lock is held; `doubtful` says that
    whether it rewrites depends on what we cannot see (a function, a setting).
    """

    table: Name
    mode: LockMode
    scan: bool = False
    rewrite: bool = False
    doubtful: bool = False

    @property
    def rank(self) -> int:
        """0 for the weakest mode, 7 for the strongest."""
        return _MODES.index(self.mode)

    @property
    def stops_writes(self) -> bool:
        """Whether INSERT, UPDATE and DELETE wait for it."""
        return self.rank >= _MODES.index("ShareLock")

    @property
    def stops_reads(self) -> bool:
        """Whether SELECT waits for it."""
        return self.mode == "AccessExclusiveLock"

    @property
    def slow(self) -> bool:
        """Whether it is held for longer the more rows there are."""
        return self.scan or self.rewrite

    @property
    def shown(self) -> str:
        """The mode as the manual writes it."""
        return _SHOWN[self.mode]
