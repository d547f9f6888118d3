"""Who is hurt by a change of an API: the users of the operation, or of the part of it, that it is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from deploycheck.domains.openapi.atoms import Atom, parse, part_of
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.domains.openapi.diff import ApiDiff
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.model import canonical
from deploycheck.domains.openapi.offers import find_in
from deploycheck.domains.openapi.passing import passes
from deploycheck.domains.openapi.sparing import Bearing, bearing, described_elsewhere
from deploycheck.model.change import Change, View
from deploycheck.model.finding import Stake
from deploycheck.model.service import Use
from deploycheck.model.usage import User, Users, UsersOf

Key = tuple[str, str]
Seen = tuple[str, str, Key]
"""Consumer, version, and the operation that it uses."""


@dataclass(frozen=True, slots=True)
class Callers:
    """The users of one provider's operations; `generous` are those that send more than the spec declares.

    `uses` holds what each live version of each consumer was seen, or declares, to do with an operation.
    """

    users: Users
    provider: str
    by_operation: Mapping[Key, tuple[Atom, ...]] = field(default_factory=dict)
    generous: frozenset[str] = frozenset()
    base: Api | None = None
    uses: Mapping[Seen, tuple[Use, ...]] = field(default_factory=dict)

    def of(self, change: SpecChange) -> UsersOf:
        """Give those whom a change may hurt: of its part where consumers say what they use, else of its operation."""
        if change.operation is None:
            return self.everybody()
        key = _key(change.operation.subject)
        atoms = self.by_operation.get(key, ())
        everybody = self.users.any_of(self.provider, [atom.text for atom in atoms if _whole(atom)])
        fine = self.users.any_of(self.provider, [atom.text for atom in atoms if self._concerned(atom, change)])
        known = {(user.component, user.version) for user in fine.users}
        others = tuple(user for user in everybody.users if (user.component, user.version) not in known)
        found = UsersOf((*fine.users, *others), everybody.open)
        return self._judged(found, everybody, change, key)

    def _concerned(self, atom: Atom, change: SpecChange) -> bool:
        """Whether an atom is about what changed, more finely than about the whole operation."""
        if change.direction == "request":
            return atom.part is not None and atom.part in ("", part_of(change.aspect, change.place))
        return change.direction == "response" and bool(atom.status) and self._answers(atom, change)

    def _answers(self, atom: Atom, change: SpecChange) -> bool:
        if change.place is None:
            return atom.reads(change.status, ()) or atom.reads(change.status, atom.field) or not atom.shaped
        return any(atom.reads(change.status, place) for place in change.places) or (
            bool(atom.field) and atom.reads(change.status, atom.field) and self._passes(change, atom.status, atom.field)
        )

    def _passes(self, change: SpecChange, status: str, steps: tuple[str, ...]) -> bool:
        return self.base is not None and passes(change, self.base, status, steps)

    def _judged(self, found: UsersOf, everybody: UsersOf, change: SpecChange, key: Key) -> UsersOf:
        """Leave out whoever provably does not use what changed, and say why of each."""
        kept: list[User] = []
        for user in found.users:
            use = self._use(user, key)
            told = self._bearing(use, change) if use is not None else Bearing("open")
            if use is not None and change.direction is not None and described_elsewhere(use, self._beside(user, key)):
                continue  # its pacts say what it does with the operation
            if told.stance == "spared" and not user.assumed and user.evidence != "trace":
                continue
            assumed = user.assumed or (user.evidence == "trace" and told.stance != "uses")
            kept.append(replace(user, assumed=assumed, reason=_reason(user, told, change, assumed=assumed)))
        live = {(user.component, user.version) for user in kept if not user.assumed}
        kept = [user for user in kept if not user.assumed or (user.component, user.version) not in live]
        known = {(user.component, user.version) for user in kept}
        spared = [
            Stake(user.component, user.version, "spared", self._why_not(user, change, key), user.location)
            for user in everybody.users
            if (user.component, user.version) not in known
        ]
        return UsersOf(tuple(kept), found.open or everybody.open, tuple(dict.fromkeys(spared)))

    def _use(self, user: User, key: Key) -> Use | None:
        """Find the use behind a need, by its evidence and place."""
        evidence = ("trace", "assumed") if user.evidence == "assumed" else (user.evidence,)
        uses = self._beside(user, key)
        return next((use for use in uses if use.location == user.location and use.evidence in evidence), None)

    def _beside(self, user: User, key: Key) -> tuple[Use, ...]:
        return self.uses.get((user.component, user.version, key), ())

    def _bearing(self, use: Use, change: SpecChange) -> Bearing:
        told = bearing(use, change)
        if told.stance == "spared" and change.direction == "response" and change.place is not None:
            for text in use.fields:
                status, _, rest = text.partition(".")
                if self._passes(change, status, tuple(rest.replace("[]", "").split("."))):
                    return Bearing("uses", f"reads {rest}, which is the same lines of the spec")
        return told

    def _why_not(self, user: User, change: SpecChange, key: Key) -> str:
        uses = self._beside(user, key)
        reasons = [self._bearing(use, change).reason for use in uses if not described_elsewhere(use, uses)]
        return "; ".join(dict.fromkeys(reason for reason in reasons if reason)) or "uses nothing of what changed"

    def sending_more(self, users: UsersOf) -> bool:
        """Whether one of these users says that it sends more than the spec declares."""
        return any(user.component in self.generous and not user.mended for user in users.users)

    def everybody(self) -> UsersOf:
        """Give all who use anything of this provider."""
        atoms = [atom.text for group in self.by_operation.values() for atom in group]
        return self.users.any_of(self.provider, atoms)


class Uses:
    """The uses of operations in every live version, and the atoms that anybody needs, each by provider."""

    def __init__(self, users: Users, change: Change) -> None:
        self._atoms: dict[str, list[str]] = {}
        for provider, atom in users.index:
            self._atoms.setdefault(provider, []).append(atom)
        self._live: dict[str, list[tuple[int, View, Use]]] = {}
        every = ((view, use) for view in change.live for use in _uses(view, change.head) if use.kind == "operation")
        for number, (view, use) in enumerate(every):
            self._live.setdefault(use.target, []).append((number, view, use))

    def atoms(self, provider: str) -> list[str]:
        """Give the atoms of a provider that anybody needs."""
        return self._atoms.get(provider, [])

    def live(self, api: Api) -> list[tuple[View, Use]]:
        """Give the uses that name an API or its provider, in the order of the versions."""
        found = [one for target in {api.provider, api.name} for one in self._live.get(target, ())]
        return [(view, use) for _, view, use in sorted(found, key=lambda one: one[0])]


def callers_of(users: Users, difference: ApiDiff, uses: Uses) -> Callers:
    """Index what is used of an API's provider by operation, in every live version."""
    api = difference.api
    provider = api.provider
    grouped = _grouped(parse(atom) for atom in uses.atoms(provider))
    live = uses.live(api)
    generous = {
        use.consumer for _, use in live if isinstance(use.details, dict) and use.details.get("sends") == "extra"
    }
    seen: dict[Seen, dict[Use, None]] = {}
    for view, use in live:
        for key in _keys(use, difference):
            seen.setdefault((use.consumer, view.label, key), {})[use] = None
    found = {place: tuple(uses) for place, uses in seen.items()}
    return Callers(users, provider, grouped, frozenset(generous), difference.base, found)


def _uses(view: View, head: View) -> Iterator[Use]:
    """Give the uses of a live version; a recording that only head has shows what runs, too."""
    yield from view.uses
    yield from (use for use in head.uses if use.evidence == "trace")


def _keys(use: Use, difference: ApiDiff) -> Iterator[Key]:
    """Give the operations that a use means; one that says `all` means none in particular."""
    for api in (difference.base, difference.head):
        if api is not None and (key := find_in(api, use.text)) is not None:
            yield key
            return


def _grouped(atoms: Iterable[Atom]) -> dict[Key, tuple[Atom, ...]]:
    grouped: dict[Key, list[Atom]] = {}
    for atom in sorted(atoms, key=lambda one: one.text):
        grouped.setdefault(_key(atom.operation), []).append(atom)
    return {operation: tuple(listed) for operation, listed in grouped.items()}


def _key(subject: str) -> Key:
    """Give what is the same in every version of an operation: its parameters have no names there."""
    method, _, path = subject.partition(" ")
    return method, canonical(path)


def _whole(atom: Atom) -> bool:
    return not atom.status and atom.part is None


def _reason(user: User, told: Bearing, change: SpecChange, *, assumed: bool) -> str:
    if assumed and told.stance != "open":
        return f"{told.reason}, as far as was recorded; a recording does not show what is not used"
    if told.reason:
        return told.reason
    if user.evidence == "declared":
        return f"declares that it calls {change.subject}"
    return ""
