"""Who is hurt by a change of an API: the users of the operation, or of the field, that it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deploycheck.domains.openapi.atoms import Atom, parse
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.domains.openapi.changes.responses import answering
from deploycheck.domains.openapi.diff import ApiDiff
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.places import passed
from deploycheck.model.service import Use
from deploycheck.model.usage import Users, UsersOf


@dataclass(frozen=True, slots=True)
class Callers:
    """The users of one provider's operations; `generous` are those that send more than the spec declares."""

    users: Users
    provider: str
    by_operation: Mapping[str, tuple[Atom, ...]] = field(default_factory=dict)
    generous: frozenset[str] = frozenset()
    base: Api | None = None

    def of(self, change: SpecChange) -> UsersOf:
        """Give those whom a change may hurt: of its field where consumers name fields, else of its operation."""
        if change.operation is None:
            return self.everybody()
        subject = change.operation.subject
        atoms = self.by_operation.get(subject, ())
        if change.direction != "response" or change.place is None:
            return self.users.any_of(self.provider, {subject, *(atom.text for atom in atoms)})
        concerned = [
            atom
            for atom in atoms
            if any(atom.reads(change.status, place) for place in change.places) or self._passes(atom, change)
        ]
        if not any(atom.status for atom in atoms):
            return self.users.any_of(self.provider, {subject, *(atom.text for atom in atoms)})
        return self.users.any_of(self.provider, [atom.text for atom in concerned])

    def _passes(self, atom: Atom, change: SpecChange) -> bool:
        """Whether a field that somebody reads leads through the changed lines, by another way than the one named."""
        if self.base is None or change.operation is None or change.was is None or not atom.field:
            return False
        response = answering(change.status or atom.status, change.operation.responses)
        if response is None or not atom.reads(change.status, atom.field):
            return False
        return any(
            spot.location.on("base") == change.was
            for media in response.media.values()
            if media.shape is not None
            for spot in passed(media.shape, self.base.definitions, atom.field)
        )

    def sending_more(self, users: UsersOf) -> bool:
        """Whether one of these users says that it sends more than the spec declares."""
        return any(user.component in self.generous and not user.mended for user in users.users)

    def everybody(self) -> UsersOf:
        """Give all who use anything of this provider."""
        atoms = [atom.text for group in self.by_operation.values() for atom in group]
        return self.users.any_of(self.provider, atoms)


def callers_of(users: Users, difference: ApiDiff, uses: Iterable[Use]) -> Callers:
    """Index what is used of an API's provider by operation; `uses` are those of the live versions."""
    api = difference.api
    provider = api.provider
    grouped = _grouped(parse(atom) for owner, atom in users.index if owner == provider)
    generous = {
        use.consumer
        for use in uses
        if use.kind == "operation"
        and use.target in (provider, api.name)
        and isinstance(use.details, dict)
        and use.details.get("sends") == "extra"
    }
    return Callers(users, provider, grouped, frozenset(generous), difference.base)


def _grouped(atoms: Iterable[Atom]) -> dict[str, tuple[Atom, ...]]:
    grouped: dict[str, list[Atom]] = {}
    for atom in sorted(atoms, key=lambda one: one.text):
        grouped.setdefault(atom.operation, []).append(atom)
    return {operation: tuple(listed) for operation, listed in grouped.items()}
