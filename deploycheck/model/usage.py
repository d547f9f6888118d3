"""Who uses which atom, with evidence: the index that rules ask."""

from collections.abc import Iterable, Mapping
from typing import Literal

from deploycheck.model.finding import Evidence, Stake
from deploycheck.model.location import Location
from deploycheck.model.record import Record, replace
from deploycheck.model.severity import Usage


class User(Record):
    """One live version of a component that needs an atom.

    `mended` says that the component is a unit of this change and its head no longer has the need. `assumed` says that
    we only suppose it (a consumer that declares no operations). `unsure` says that it changes, and that nobody knows
    whether its head still has the need. `reason` says in words what it does with the thing, where that is known.
    """

    component: str
    version: str
    evidence: str
    location: Location | None = None
    mended: bool = False
    assumed: bool = False
    reads: str = "tolerant"
    unsure: bool = False
    reason: str = ""

    @property
    def left_behind(self) -> bool:
        """Whether its head does not help it: it keeps the need, or it does not change."""
        return not (self.mended or self.unsure)

    def as_evidence(self) -> Evidence:
        """Give it in the form that findings carry."""
        return Evidence(self.evidence, self.component, self.version, self.location)


class UsersOf(Record):
    """All users of one thing, and whether there may be more whom we don't know.

    `spared` are consumers that are close to it and provably do not use it.
    """

    users: tuple[User, ...] = ()
    open: bool = False
    spared: tuple[Stake, ...] = ()

    @property
    def usage(self) -> Usage:
        """The worst user decides."""
        live = [user for user in self.users if user.left_behind]
        if any(user.reads in ("strict", "generated") and not user.assumed for user in live):
            return Usage.STRICT
        if any(not user.assumed for user in live):
            return Usage.LIVE
        if live or self.open:
            return Usage.ASSUMED
        if any(user.unsure for user in self.users):
            return Usage.UNSURE
        return Usage.MENDED if self.users else Usage.NOBODY

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every user as evidence, in stable order."""
        return tuple(user.as_evidence() for user in self.users)

    def describe(self) -> str:
        """Say who is hurt, for a message: `checkout and web`, `callers we do not know`."""
        live = {user.component for user in self.users if user.left_behind}
        names = sorted(live or {user.component for user in self.users})
        if not names:
            return "callers we do not know" if self.open else "nobody"
        if len(names) > MANY:
            return f"{', '.join(names[:MANY])} and {len(names) - MANY} more"
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def __bool__(self) -> bool:
        return bool(self.users) or self.open

    def __add__(self, other: "UsersOf") -> "UsersOf":
        users: dict[tuple[object, ...], User] = {}
        for user in (*self.users, *other.users):
            key = (user.component, user.version, user.evidence, user.location)
            users[key] = _worse(users[key], user) if key in users else user
        spared = tuple(dict.fromkeys((*self.spared, *other.spared)))
        return UsersOf(tuple(users.values()), self.open or other.open, spared)

    @property
    def stakes(self) -> tuple[Stake, ...]:
        """What it means to each live version of each consumer: the worst of what is known about it."""
        found: dict[tuple[str, str], Stake] = {}
        for user in sorted(self.users, key=_severity):
            found.setdefault((user.component, user.version), _stake(user))
        for stake in self.spared:
            found.setdefault((stake.consumer, stake.version), stake)
        return tuple(sorted(found.values(), key=lambda one: (one.consumer, one.version)))


def _worse(one: User, other: User) -> User:
    """Join two needs of one user: it is mended only when both are."""
    mended, unsure = one.mended and other.mended, one.unsure or other.unsure
    return replace(one, mended=mended, unsure=unsure and not (one.left_behind or other.left_behind))


def _severity(user: User) -> int:
    if not user.left_behind:
        return 2 if user.unsure else 3
    return 1 if user.assumed else 0


def _stake(user: User) -> Stake:
    verdicts: tuple[Literal["hurt", "assumed", "unsure", "mended"], ...] = ("hurt", "assumed", "unsure", "mended")
    verdict = verdicts[_severity(user)]
    reason = user.reason or _REASONS.get(user.evidence, f"{user.evidence} says that it uses this")
    return Stake(user.component, user.version, verdict, reason + _HEAD.get(verdict, ""), user.location)


_HEAD = {"unsure": "; it changes, too, and nothing says whether its head still does", "mended": "; its head does not"}


_REASONS = {
    "assumed": "nothing says what it uses, so all is assumed",
    "declared": "it declares that it uses this",
    "pact": "its pact uses this",
    "trace": "it was seen using this",
    "query": "a query of it uses this",
    "code": "its code uses this",
}
MANY = 4


class Users(Record):
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
