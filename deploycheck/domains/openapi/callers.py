"""Who is hurt by a change of an API: the users of the operation, or of the field, that it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from deploycheck.domains.openapi.atoms import Atom, parse
from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.model.usage import Users, UsersOf


@dataclass(frozen=True, slots=True)
class Callers:
    """The users of one provider's operations."""

    users: Users
    provider: str
    by_operation: Mapping[str, tuple[Atom, ...]] = field(default_factory=dict)

    def of(self, change: SpecChange) -> UsersOf:
        """Give those whom a change may hurt: of its field where consumers name fields, else of its operation."""
        if change.operation is None:
            return self.everybody()
        subject = change.operation.subject
        atoms = self.by_operation.get(subject, ())
        if change.direction != "response" or change.place is None:
            return self.users.any_of(self.provider, {subject, *(atom.text for atom in atoms)})
        concerned = [atom for atom in atoms if atom.reads(change.status, change.place)]
        if not any(atom.status for atom in atoms):
            return self.users.any_of(self.provider, {subject, *(atom.text for atom in atoms)})
        return self.users.any_of(self.provider, [atom.text for atom in concerned])

    def everybody(self) -> UsersOf:
        """Give all who use anything of this provider."""
        atoms = [atom.text for group in self.by_operation.values() for atom in group]
        return self.users.any_of(self.provider, atoms)


def callers_of(users: Users, provider: str) -> Callers:
    """Index what is used of a provider by operation."""
    return Callers(users, provider, _grouped(parse(atom) for owner, atom in users.index if owner == provider))


def _grouped(atoms: Iterable[Atom]) -> dict[str, tuple[Atom, ...]]:
    grouped: dict[str, list[Atom]] = {}
    for atom in sorted(atoms, key=lambda one: one.text):
        grouped.setdefault(atom.operation, []).append(atom)
    return {operation: tuple(listed) for operation, listed in grouped.items()}
