"""What a rule says: one thing it found, with place, evidence and witness."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from deploycheck.model.location import Located, Location, Related
from deploycheck.model.record import Record
from deploycheck.model.severity import Impact, Severity, Usage

EvidenceKind = Literal["declared", "pact", "code", "query", "trace", "assumed"]


class Evidence(Record):
    """Why we believe that `consumer` in `version` relies on something."""

    kind: str
    consumer: str
    version: str = ""
    location: Location | None = None
    text: str = ""


class Stake(Record):
    """What a finding means to one live version of one consumer, and why.

    `hurt`: it uses what changed; `assumed`: it may; `unsure`: it changes, too, and nobody knows whether it still uses
    it; `mended`: its head no longer does; `spared`: it uses the same operation, and provably not what changed.
    """

    consumer: str
    version: str
    verdict: Literal["hurt", "assumed", "unsure", "mended", "spared"]
    reason: str = ""
    location: Location | None = None


class Witness(Record):
    """A concrete value that shows that a finding is real.

    `value` is JSON data; `pointer` the failing place in it; `text` one sentence for people.
    """

    kind: Literal["request", "response", "message", "row", "query", "state"]
    value: Any
    pointer: str = ""
    text: str = ""


class Finding(Record):
    """One thing that a rule found.

    `message` says what, where and who is hurt. `at` is the thing in head or its nearest surviving ancestor; its place
    in base goes into `related` with role `was`. With `impact` and `usage` the severity is derived (the rule's own is
    the ceiling); `severity` overrides both downwards. `change` is any text that identifies the base and head values;
    it enters the fingerprint, so that a waiver for one change does not cover the next. `existing` says that base has it
    too, where a rule about the change knows that better than a comparison of both sides. `stakes` say what it means to
    each consumer.
    """

    message: str
    at: Location | Located
    subject: str | None = None
    aspect: str = ""
    evidence: Iterable[Evidence] = ()
    witness: Witness | None = None
    impact: Impact | None = None
    usage: Usage | None = None
    severity: Severity | None = None
    service: str | None = None
    related: tuple[Related, ...] = ()
    pointer: str | None = None
    effect: Literal["narrowed", "widened", "added", "removed", "changed"] | None = None
    direction: Literal["request", "response"] | None = None
    change: str = ""
    help: str | None = None
    existing: bool = False
    stakes: tuple[Stake, ...] = ()

    @property
    def location(self) -> Location:
        """The place it points at."""
        return self.at if isinstance(self.at, Location) else self.at.location


Findings = Iterator[Finding]


class Reported(Record):
    """A finding after severity, status, waivers and fingerprint were decided.

    `kinship` is the fingerprint that it would have if it belonged to no service.
    """

    rule: str
    family: str
    severity: Severity
    status: Literal["new", "existing", "fixed"]
    message: str
    help: str
    service: str | None
    subject: str
    aspect: str
    location: Location
    fingerprint: str
    pointer: str = ""
    effect: str | None = None
    direction: str | None = None
    related: tuple[Related, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    witness: Witness | None = None
    impact: Impact | None = None
    usage: Usage | None = None
    environments: tuple[str, ...] = ()
    waived: Mapping[str, str] | None = None
    docs: str = ""
    derivation: tuple[str, ...] = ()
    stakes: tuple[Stake, ...] = ()
    kinship: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reported) and all(getattr(self, name) == getattr(other, name) for name in _TOLD)

    def __hash__(self) -> int:
        return hash((self.fingerprint, self.location))

    @property
    def counts(self) -> bool:
        """Whether it counts for `--fail-on`: new and not waived."""
        return self.status == "new" and self.waived is None


_TOLD = tuple(name for name in Reported.__struct_fields__ if name not in {"derivation", "stakes", "kinship"})
"""What two findings are compared by: what is said, and not how it came about."""


class Problem(Record):
    """A reason why deploycheck could not do its work; always exit 2."""

    message: str
    path: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message


class NotAnalysed(Record):
    """A file, or a part of one, that was recognised and could not be understood."""

    location: Location
    reason: str
    service: str | None = None
    kind: str = "file"

    @property
    def path(self) -> str:
        """The file."""
        return self.location.path
