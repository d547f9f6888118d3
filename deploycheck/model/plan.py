"""The shape of a plan: waves of steps, whoever wrote them."""

from typing import Final, Literal

from deploycheck.model.atoms import in_words
from deploycheck.model.contract import place_of
from deploycheck.model.errors import SourceError
from deploycheck.model.location import Location
from deploycheck.model.record import Record

ACTIONS: Final = ("deploy", "stop", "start", "cut-over", "migrate", "backfill", "flip-flag", "remove", "wait")
WAITS: Final = ("drain", "retention", "bake")

Reason = Literal["atom", "demand", "unknown", "format", "backfill", "order"]
RollbackStatus = Literal["ok", "limited", "none"]


class Because(Record):
    """Why two versions must not meet, and so why one step comes after another.

    `user` needs `atom` of `provider` (reads that format; or comes after it, then `atom` is empty). `live` labels the
    versions: the user's, the provider's, then those that `when` names. `missing` is what a demand lacks. `sticky`
    says that undoing the provider's step doesn't undo its effect.
    """

    atom: str
    user: str
    provider: str
    live: tuple[str, ...] = ()
    reason: Reason = "atom"
    missing: tuple[str, ...] = ()
    evidence: str = ""
    location: Location | None = None
    sticky: bool = False

    @property
    def text(self) -> str:
        """One sentence for people."""
        user, provider, *conditions = (*self.live, *(self.user, self.provider)[len(self.live) :])
        condition = f" while {' and '.join(conditions)} is live" if conditions else ""
        what = in_words(self.atom)
        match self.reason:
            case "atom":
                if place_of(self.atom) != self.atom:
                    return f"{user} needs {what}{condition} in a shape that {provider} does not have"
                return f"{user} needs {what}{condition}, which {provider} does not have"
            case "demand":
                lacking = " and ".join(self.missing)
                return f"{user} uses {what}{condition} without {lacking}, which {provider} demands"
            case "unknown":
                return f"nobody knows whether {user} supplies what {provider} demands for {what}{condition}"
            case "format":
                source = f"{self.provider} has stored" if provider.endswith("(stored)") else f"{provider} writes"
                return f"{user} cannot read {self.atom}, which {source}"
            case "backfill":
                return f"{user} rewrites {self.atom} once {provider} no longer writes it"
            case "order":
                return f"{user} comes after {provider}"


class After(Record):
    """An earlier step, and why it is earlier."""

    step: str
    because: tuple[Because, ...] = ()


class Rollback(Record):
    """Whether a step can be undone: `limited` forbids going back behind the steps of the units `not_behind`."""

    status: RollbackStatus = "ok"
    not_behind: tuple[str, ...] = ()
    note: str = ""


class Downtime(Record):
    """Who calls a stopped component in vain; `duration_s` in seconds, None when nobody knows."""

    users: tuple[str, ...] = ()
    duration_s: int | None = None


class Move(Record):
    """One unit of a step, from its live versions to the proposed one (None: absent)."""

    unit: str
    sources: tuple[str | None, ...] = ()
    target: str | None = None
    strategy: str = ""


class Step(Record):
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


class Wave(Record):
    """Steps that may run side by side."""

    steps: tuple[Step, ...]


class Plan(Record):
    """Waves in order."""

    waves: tuple[Wave, ...] = ()


class PlanError(SourceError, ValueError):
    """A plan that cannot be meant for these contracts: an unknown unit, one twice, or not a plan at all."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message
