"""The databases of one snapshot: what they look like, how they got there, and who asks them what."""

from collections.abc import Mapping

from deploycheck.domains.database.catalogue.model import EMPTY, Catalogue
from deploycheck.domains.database.catalogue.replay import Conflict
from deploycheck.domains.database.effects import Opaque
from deploycheck.domains.database.migrations.history import Migration
from deploycheck.domains.database.queries.files import NamedQuery
from deploycheck.model.location import Location
from deploycheck.model.record import Record, field
from deploycheck.model.service import Database


class OwnedQuery(Record):
    """A query and the component that runs it."""

    component: str
    query: NamedQuery

    @property
    def location(self) -> Location:
        """Where it stands."""
        return self.query.at


class Step(Record):
    """A migration in its place in the history: the catalogue before and after it, and what went wrong."""

    migration: Migration
    before: Catalogue
    after: Catalogue
    conflicts: tuple[Conflict, ...] = ()
    opaque: tuple[Opaque, ...] = ()


class Aside(Record):
    """A file of a database that is written for another server than the one that it is judged for."""

    path: str
    server: str
    content: str


class DatabaseState(Record):
    """One database in one snapshot.

    `declared` is its manifest entry; `steps` its migrations (none when a schema file declares it, then `declared_in`
    names those files). `service` is whose folder it lies in; `version` the server's major version, None when unknown;
    `aside` are files that say the same for other servers.
    """

    name: str
    location: Location
    catalogue: Catalogue = EMPTY
    steps: tuple[Step, ...] = ()
    queries: tuple[OwnedQuery, ...] = ()
    declared: Database | None = None
    declared_in: tuple[str, ...] = ()
    service: str | None = None
    opaque: tuple[Opaque, ...] = ()
    users: frozenset[str] = frozenset()
    aside: tuple[Aside, ...] = ()

    @property
    def version(self) -> int | None:
        """The major version of the server, None when nobody said."""
        return self.declared.version if self.declared else None

    @property
    def engine(self) -> str:
        """Which server it is: what its files are written for, else what was declared, else `postgresql`."""
        written = next((step.migration.server for step in self.steps if step.migration.server), "")
        return written or (self.declared.engine if self.declared else "postgresql")

    @property
    def apply(self) -> str:
        """`together` or `one-by-one`."""
        return self.declared.apply if self.declared else "together"


class DatabaseModel(Record):
    """All databases of a snapshot, by name; `query_opaque` is what was not understood in query files."""

    databases: Mapping[str, DatabaseState] = field(default_factory=dict)
    query_opaque: tuple[Opaque, ...] = ()
