"""One difference between two versions of an API, with everything that a finding about it says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from deploycheck.domains.openapi.changes.advice import advice
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import Lifecycle, Operation
from deploycheck.domains.openapi.specification import Spot
from deploycheck.model.finding import Finding, Witness
from deploycheck.model.location import Location, Related
from deploycheck.model.severity import Impact, Severity, Usage
from deploycheck.model.usage import UsersOf

Effect = Literal["narrowed", "widened", "added", "removed", "changed"]
Direction = Literal["request", "response"]


@dataclass(frozen=True, slots=True)
class SpecChange:
    """A difference that the rule named `kind` judges.

    `text` is a clause that says what happened; `place` the property path in a body, `status` the response it is about;
    `more` are further places where the same lines of the spec say the same.
    `impact` is None for what is only worth knowing. `lifecycle` belongs to the thing as base has it. `twin` is the atom
    of what looks like its new name. `existing` says that base was no better.
    """

    kind: str
    subject: str
    text: str
    at: Location
    was: Location | None = None
    operation: Operation | None = None
    aspect: str = ""
    pointer: str = ""
    effect: Effect = "changed"
    direction: Direction | None = None
    impact: Impact | None = None
    before: Any = None
    after: Any = None
    witness: Witness | None = None
    status: str | None = None
    place: tuple[str, ...] | None = None
    more: tuple[tuple[str, ...], ...] = ()
    lifecycle: Lifecycle = Lifecycle()  # noqa: RUF009  frozen
    service: str | None = None
    twin: str = ""
    existing: bool = False

    @property
    def location(self) -> Location:
        """The place in head."""
        return self.at

    @property
    def places(self) -> tuple[tuple[str, ...], ...]:
        """Every place that it is about; none when it is about a whole body."""
        return () if self.place is None else (self.place, *self.more)

    def finding(
        self,
        message: str,
        users: UsersOf | None = None,
        *,
        impact: Impact | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Give the finding that says `message` about this change; `users` are those that it may hurt."""
        decided = impact or self.impact
        if users is not None and (decided is None or self._experimental(users)):
            severity = Severity.INFO
        return Finding(
            message,
            at=self.at,
            subject=self.subject,
            aspect=self.aspect,
            evidence=users.evidence if users is not None else (),
            stakes=users.stakes if users is not None and decided is not None else (),
            witness=self.witness,
            impact=decided if users is not None else None,
            usage=users.usage if users is not None and decided is not None else None,
            severity=severity,
            service=self.service,
            related=(Related("was", self.was),) if self.was is not None else (),
            pointer=self.pointer or None,
            effect=self.effect,
            direction=self.direction,
            change=f"{self.before!r} -> {self.after!r}",
            help=advice(self, users) if users is not None else None,
            existing=self.existing,
        )

    def _experimental(self, users: UsersOf) -> bool:
        """Whether the operation never promised to stay as it is, and nobody is known to rely on it."""
        if self.operation is None or self.kind == "stability-lowered":
            return False
        return self.operation.lifecycle.stability in _EXPERIMENTAL and not _known(users)

    def generating(self, users: UsersOf) -> Impact | None:
        """Say that it breaks where a caller's code is generated from the spec."""
        hurt = any(user.reads == "generated" and user.left_behind for user in users.users)
        return Impact.INCOMPATIBLE if hurt else None

    def tolerated(self, users: UsersOf) -> Severity | None:
        """Give a milder severity for a limit of a text, where every caller is known and reads tolerantly."""
        if self.before in _TEXT_LIMITS and users.usage is Usage.LIVE and not users.open:
            return Severity.INFO
        return None

    def too_early(self, today: date) -> bool:
        """Whether a part of an operation goes before the day that was announced for it."""
        return self.kind in PARTS and self.lifecycle.early(today)

    def after_announcement(self, users: UsersOf, today: date) -> Severity | None:
        """Give a milder severity where the end was announced and nobody is known to be left.

        It is information once the announced date has come, and a warning where no date was given.
        """
        if _known(users):
            return None
        if self.lifecycle.over(today):
            return Severity.INFO
        return Severity.WARNING if self.lifecycle.deprecated and self.lifecycle.sunset is None else None


PARTS = (
    "request-property-ignored", "response-property-removed", "response-status-dropped", "response-header-dropped",
)  # fmt: skip
"""What is told when a part of a body or an answer goes that may have a lifecycle of its own."""


def _known(users: UsersOf) -> bool:
    return users.usage in (Usage.LIVE, Usage.STRICT)


_EXPERIMENTAL = ("draft", "alpha")
_TEXT_LIMITS = ("minLength", "maxLength", "pattern", "format")
Changes = Iterator[SpecChange]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one operation, and the APIs that they belong to.

    `inverted` says that the API is the caller (callbacks, webhooks): then `base` is the operation as head has it.
    `breaking` says that only what breaks somebody is asked for; what is told beside it need not be all.
    """

    base_api: Api
    head_api: Api
    base: Operation
    head: Operation
    inverted: bool = False
    breaking: bool = False

    @property
    def subject(self) -> str:
        """How findings call the operation: as base does, since that is what callers know."""
        return self.base.subject

    def change(  # noqa: PLR0913  each argument is a field of the change
        self,
        kind: str,
        text: str,
        *,
        at: Spot | None = None,
        was: Spot | None = None,
        aspect: str = "",
        effect: Effect = "changed",
        direction: Direction | None = None,
        impact: Impact | None = Impact.INCOMPATIBLE,
        before: Any = None,  # noqa: ANN401  any JSON value
        after: Any = None,  # noqa: ANN401  any JSON value
        witness: Witness | None = None,
        status: str | None = None,
        place: tuple[str, ...] | None = None,
        lifecycle: Lifecycle | None = None,
    ) -> SpecChange:
        """Make a change of this operation; `at` is the place in head, by default the operation."""
        spot = at or self.head.spot
        return SpecChange(
            kind=kind,
            subject=self.subject,
            text=text,
            at=spot.location,
            was=(was or self.base.spot).location.on("base"),
            operation=self.base,
            aspect=aspect,
            pointer=spot.pointer,
            effect=effect,
            direction=direction,
            impact=impact,
            before=before,
            after=after,
            witness=witness,
            status=status,
            place=place,
            lifecycle=lifecycle or self.base.lifecycle,
            service=self.head_api.service,
        )

    @property
    def swapped(self) -> "Pair":
        """The same operation with the API as the caller."""
        return replace(
            self, base_api=self.head_api, head_api=self.base_api, base=self.head, head=self.base, inverted=True
        )
