"""The shape of a plan: waves of steps, whoever wrote them."""

from dataclasses import dataclass
from typing import Final, Literal

from deploycheck.model.location import Location

ACTIONS: Final = ("deploy", "stop", "start", "cut-over", "migrate", "backfill", "flip-flag", "remove", "wait")
WAITS: Final = ("drain", "retention", "bake")

RollbackStatus = Literal["ok", "limited", "none"]


@dataclass(frozen=True, slots=True)
class Because:
    """One reason why a step comes after another: `user` needs `atom` (or reads that format) of `provider`.

    `live` are the versions that must not meet; `sticky` says that undoing the later step doesn't undo its effect.
    """

    atom: str
    user: str
    provider: str
    live: tuple[str, ...] = ()
    text: str = ""
    evidence: str = ""
    location: Location | None = None
    sticky: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """An earlier step, and why it is earlier."""

    step: str
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Rollback:
    """Whether a step can be undone: `limited` forbids going back behind the steps of the units `not_behind`."""

    status: RollbackStatus = "ok"
    not_behind: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Downtime:
    """Who calls a stopped component in vain; `duration_s` in seconds, None when nobody knows."""

    users: tuple[str, ...] = ()
    duration_s: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One unit of a step, from its live versions to the proposed one (None: absent)."""

    unit: str
    sources: tuple[str | None, ...] = ()
    target: str | None = None
    strategy: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One deployable action on one unit, on one cut-over group, or a wait for `units`; durations in seconds."""

    units: tuple[str, ...]
    action: str = ""
    id: str = ""
    moves: tuple[Move, ...] = ()
    after: tuple[After, ...] = ()
    rollback: Rollback = Rollback()
    downtime: Downtime | None = None
    duration_s: int | None = None
    wait_for: str = ""


@dataclass(frozen=True, slots=True)
class Wave:
    """Steps that may run side by side."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Waves in order."""

    waves: tuple[Wave, ...] = ()
