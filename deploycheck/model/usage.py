"""Who uses which atom, with evidence: the index that rules ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deploycheck.model.finding import Evidence
from deploycheck.model.location import Location
from deploycheck.model.severity import Usage


@dataclass(frozen=True, slots=True)
class User:
    """One live version of a component that needs an atom.

    `mended` says that the component is a unit of this change and its head no longer has the need. `assumed` says that
    we only suppose it (a consumer that declares no operations).
    """

    component: str
    version: str
    evidence: str
    location: Location | None = None
    mended: bool = False
    assumed: bool = False
    reads: str = "tolerant"

    def as_evidence(self) -> Evidence:
        """Give it in the form that findings carry."""
        return Evidence(self.evidence, self.component, self.version, self.location)


@dataclass(frozen=True, slots=True)
class UsersOf:
    """All users of one thing, and whether there may be more whom we don't know."""

    users: tuple[User, ...] = ()
    open: bool = False

    @property
    def usage(self) -> Usage:
        """The worst user decides."""
        live = [user for user in self.users if not user.mended]
        if any(user.reads in ("strict", "generated") and not user.assumed for user in live):
            return Usage.STRICT
        if any(not user.assumed for user in live):
            return Usage.LIVE
        if live or self.open:
            return Usage.ASSUMED
        return Usage.MENDED if self.users else Usage.NOBODY

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every user as evidence, in stable order."""
        return tuple(user.as_evidence() for user in self.users)

    def describe(self) -> str:
        """Say who is hurt, for a message: `checkout and web`, `callers we do not know`."""
        names = sorted({user.component for user in self.users if not user.mended} or {u.component for u in self.users})
        if not names:
            return "callers we do not know" if self.open else "nobody"
        if len(names) > MANY:
            return f"{', '.join(names[:MANY])} and {len(names) - MANY} more"
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def __bool__(self) -> bool:
        return bool(self.users) or self.open

    def __add__(self, other: "UsersOf") -> "UsersOf":
        users = {(user.component, user.version, user.evidence, user.location): user for user in self.users}
        users.update({(u.component, u.version, u.evidence, u.location): u for u in other.users})
        return UsersOf(tuple(users.values()), self.open or other.open)


MANY = 4


@dataclass(frozen=True, slots=True)
class Users:
    """The usage index of a change: users by provider and atom."""

    index: Mapping[tuple[str, str], tuple[User, ...]]
    open_providers: frozenset[str] = frozenset()

    def of(self, provider: str, atom: str) -> UsersOf:
        """Give the live users of `atom` of `provider`."""
        return UsersOf(self.index.get((provider, atom), ()), provider in self.open_providers)

    def any_of(self, provider: str, atoms: Iterable[str]) -> UsersOf:
        """Give the live users of any of these atoms."""
        total = UsersOf((), provider in self.open_providers)
        for atom in atoms:
            total += self.of(provider, atom)
        return total
