"""Statements that nobody understood, each with the database that it belongs to."""

from collections.abc import Iterator

from deploycheck.domains.database.effects import Opaque
from deploycheck.domains.database.model import DatabaseModel
from deploycheck.model.location import Location
from deploycheck.model.record import Record


class UnknownStatement(Record):
    """A statement whose effects are not known. `number` tells the same text of one file apart, from 1.

    `database` is `queries` where it stands in a query file.
    """

    database: str
    service: str | None
    opaque: Opaque
    number: int

    @property
    def location(self) -> Location:
        """Where it stands."""
        return self.opaque.at

    @property
    def text(self) -> str:
        """The statement in one line."""
        return " ".join(self.opaque.text.split())


def unknown_statements(model: DatabaseModel) -> Iterator[UnknownStatement]:
    """Give the statements of histories and schemas, then those of query files."""
    seen: dict[tuple[str, str], int] = {}
    unknown = [(state.name, state.service, one) for state in model.databases.values() for one in state.opaque]
    unknown += [("queries", None, one) for one in model.query_opaque]
    for name, service, opaque in unknown:
        key = (opaque.at.path, " ".join(opaque.text.split()))
        seen[key] = seen.get(key, 0) + 1
        yield UnknownStatement(name, service, opaque, seen[key])
