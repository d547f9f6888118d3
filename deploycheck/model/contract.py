"""What each version of a component provides, needs, demands, supplies, emits and reads."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, Literal

from deploycheck.model.location import Location
from deploycheck.model.record import Record, field
from deploycheck.model.service import Use

Kind = Literal["service", "database", "migration", "flag", "topic", "client", "external"]
Strategy = Literal["rolling", "canary", "blue-green", "recreate", "atomic"]
Plane = Literal["traffic", "data"]

KINDS: Final[tuple[Kind, ...]] = ("service", "database", "migration", "flag", "topic", "client", "external")
STRATEGIES: Final[tuple[Strategy, ...]] = ("rolling", "canary", "blue-green", "recreate", "atomic")


class Unchanged(Enum):
    """The type of `UNCHANGED`."""

    UNCHANGED = "unchanged"


class Unknown(Enum):
    """The type of `UNKNOWN`."""

    UNKNOWN = "unknown"


UNCHANGED: Final = Unchanged.UNCHANGED
"""`Component.proposed` of a component that stays as it is, in all its deployed versions."""
UNKNOWN: Final = Unknown.UNKNOWN
"""In `Version.supplies`: nobody knows what is supplied to that atom."""

Supplied = frozenset[str] | Unknown


class Need(Record):
    """One atom that a version uses of a provider, and why we believe it.

    `when` holds pairs (component, version), None for absent: the need exists only while all of them are live.
    """

    atom: str
    when: tuple[tuple[str, str | None], ...] = ()
    evidence: str = "declared"
    location: Location | None = None


class Version(Record):
    """The contract of one version. Everything defaults to nothing, which is also the contract of *absent*.

    `needs` is by provider; `demands` by own atom: what its users must supply; `supplies` by provider, then atom.
    `reads` lists by writer the formats that it can read; a writer that is not listed is not read at all.
    `uses` are still to be resolved by whoever knows the target.
    """

    provides: frozenset[str] = frozenset()
    needs: Mapping[str, tuple[Need, ...]] = field(default_factory=dict)
    demands: Mapping[str, frozenset[str]] = field(default_factory=dict)
    supplies: Mapping[str, Mapping[str, Supplied]] = field(default_factory=dict)
    emits: frozenset[str] = frozenset()
    reads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()


ABSENT: Final = Version()


class Retention(Record):
    """How long a format stays after its last writer: `seconds`, or until the unit `backfilled_by` is done."""

    seconds: int | None = None
    backfilled_by: str | None = None


class Interface(Record):
    """An API that a component offers to other repositories: where its document is, and the document itself."""

    path: str = ""
    sha256: str = ""
    document: Any = None


class Component(Record):
    """A service, database, migration, flag, topic, client or external, in all versions that matter.

    `deployed` names the live versions (none: not there yet). `proposed` names what it becomes: None is removal,
    `UNCHANGED` leaves all deployed versions. `lingers` is in seconds. `stored` are formats that are still in the data
    though no live version writes them. `after` are units that come first.
    """

    name: str
    kind: Kind = "service"
    strategy: Strategy | None = None
    group: str | None = None
    background: bool = False
    after: tuple[str, ...] = ()
    lingers: int | None = None
    stored: frozenset[str] = frozenset()
    retention: Mapping[str, Retention] = field(default_factory=dict)
    deployed: tuple[str, ...] = ()
    proposed: str | Unchanged | None = UNCHANGED
    versions: Mapping[str, Version] = field(default_factory=dict)
    interfaces: Mapping[str, Interface] = field(default_factory=dict)
    location: Location | None = None

    @property
    def is_unit(self) -> bool:
        """Whether something of it changes."""
        if self.proposed is UNCHANGED:
            return False
        return self.deployed != (() if self.proposed is None else (self.proposed,))

    @property
    def rollout(self) -> Strategy:
        """Its strategy, or the default for its kind."""
        return self.strategy or ("atomic" if self.kind in ("database", "migration") else "rolling")

    @property
    def plane(self) -> Plane:
        """The plane on which others need it."""
        return "data" if self.kind in ("database", "migration", "topic") else "traffic"

    @property
    def ending(self) -> tuple[str | None, ...]:
        """The live versions that its step ends; (None,) when it is new."""
        if not self.is_unit:
            return ()
        return tuple(version for version in self.deployed if version != self.proposed) if self.deployed else (None,)

    @property
    def starting(self) -> tuple[str | None, ...]:
        """The version that its step starts, if that is not live already; (None,) when it is removed."""
        if isinstance(self.proposed, Unchanged) or not self.is_unit or self.proposed in self.deployed:
            return ()
        return (self.proposed,)

    @property
    def staying(self) -> tuple[str, ...]:
        """The live versions that go on."""
        if self.proposed is UNCHANGED:
            return self.deployed
        return tuple(version for version in self.deployed if version == self.proposed)

    def contract(self, version: str | None) -> Version:
        """Give the contract of `version`; absent and undeclared versions have an empty one."""
        return ABSENT if version is None else self.versions.get(version, ABSENT)

    def label(self, version: str | None) -> str:
        """Name a version of it in messages: `orders v2`, `ads (absent)`."""
        return f"{self.name} (absent)" if version is None else f"{self.name} {version}"


class Contracts(Record):
    """The contracts of an estate, by component."""

    components: Mapping[str, Component] = field(default_factory=dict)
    title: str = ""

    @property
    def units(self) -> tuple[str, ...]:
        """The components that change, in the order of the file."""
        return tuple(name for name, component in self.components.items() if component.is_unit)


def place_of(atom: str) -> str:
    """Give an atom without the digest of the shape that it was built against."""
    place, _, digest = atom.rpartition("@")
    return place if place and len(digest) > 1 and _HEXADECIMAL.issuperset(digest) else atom


_HEXADECIMAL: Final = frozenset("0123456789abcdef")
