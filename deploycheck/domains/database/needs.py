"""What the queries of each version need of a unit: only what the unit gives or takes away decides an order."""

from collections.abc import Iterable, Iterator

from deploycheck.domains.database.atoms import Want, want_of
from deploycheck.domains.database.comparison import broken_by
from deploycheck.domains.database.model import OwnedQuery
from deploycheck.domains.database.units import Unit
from deploycheck.model.contract import UNKNOWN, Need, Supplied, Version
from deploycheck.model.location import Location, Side
from deploycheck.model.record import Draft, Record, field


class Lack(Record):
    """A query that fails on one side of a unit: `after` says on which."""

    component: str
    label: str
    want: Want
    after: bool
    at: Location


def lacks(unit: Unit, label: str, side: Side, queries: Iterable[OwnedQuery]) -> Iterator[Lack]:
    """Walk what the queries of one version miss before or after a unit, as long as the other side has it.

    Generated code spells a star out as the columns of its own version: a live one as those before, head's as those
    after.
    """
    for owner in queries:
        for after in (True, False):
            works, other = (unit.before, unit.after) if after else (unit.after, unit.before)
            stars = not owner.query.generated or after == (side == "base")
            for problem in broken_by(owner.query, works, other, stars=stars):
                want = want_of(problem, unit.database)
                yield Lack(owner.component, label, want, after, problem.at.on(side))


class Terms(Draft):
    """Both contracts of a unit, and what its users need and supply, while they are collected."""

    unit: Unit
    lost: set[str] = field(default_factory=set)
    gained: set[str] = field(default_factory=set)
    before: dict[str, set[str]] = field(default_factory=dict)
    after: dict[str, set[str]] = field(default_factory=dict)
    needs: dict[tuple[str, str], dict[str, Need]] = field(default_factory=dict)
    missing: dict[tuple[str, str], dict[str, set[str]]] = field(default_factory=dict)
    unknown: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, lack: Lack) -> None:
        """Note that a version lacks something on one side."""
        user, want = (lack.component, lack.label), lack.want
        self.needs.setdefault(user, {}).setdefault(want.atom, Need(want.atom, (), "query", lack.at))
        if not want.demand:
            (self.lost if lack.after else self.gained).add(want.atom)
            return
        (self.after if lack.after else self.before).setdefault(want.atom, set()).add(want.demand)
        if want.certain:
            self.missing.setdefault(user, {}).setdefault(want.atom, set()).add(want.demand)
        else:
            self.unknown.add((*user, want.atom))

    def assume(self, user: tuple[str, str], location: Location | None) -> None:
        """Suppose that a version, of which we have no queries, uses all that the unit takes away."""
        needs = self.needs.setdefault(user, {})
        for atom in self.lost:
            needs.setdefault(atom, Need(atom, (), "assumed", location))

    def provided(self, *, after: bool) -> Version:
        """Give the unit's contract before or after it ran."""
        demands = self.after if after else self.before
        asked = {*self.before, *self.after}
        return Version(
            provides=frozenset((self.gained if after else self.lost) | asked),
            demands={atom: frozenset(demanded) for atom, demanded in sorted(demands.items())},
        )

    def used(self, user: tuple[str, str]) -> Version:
        """Give a user's side of the contract."""
        needs = self.needs.get(user, {})
        supplies = {atom: self._supplied(user, atom) for atom in sorted(needs) if atom in self.before | self.after}
        return Version(
            needs={self.unit.name: tuple(needs.values())}, supplies={self.unit.name: supplies} if supplies else {}
        )

    def _supplied(self, user: tuple[str, str], atom: str) -> Supplied:
        missing = self.missing.get(user, {}).get(atom, set())
        if (*user, atom) in self.unknown and not missing:
            return UNKNOWN
        return frozenset((self.before.get(atom, set()) | self.after.get(atom, set())) - missing)
