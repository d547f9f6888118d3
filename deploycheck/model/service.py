"""The estate: services, databases, topics, clients, externals and environments of one snapshot."""

from collections.abc import Mapping
from typing import Any, Literal

from msgspec.structs import force_setattr

from deploycheck.model.finding import NotAnalysed, Problem
from deploycheck.model.location import Location
from deploycheck.model.record import Record, field

Audience = Literal["internal", "partner", "public"]
Reads = Literal["tolerant", "strict", "generated"]

RECORD = "deploycheck-deployments.yaml"
"""The file at the root that says which versions run."""


class Provided(Record):
    """An API that a service offers; `spec` is a path from the snapshot's root, `stated` that it names its audience."""

    api: str
    spec: str
    audience: Audience = "internal"
    consumers: Literal["open", "closed"] = "open"
    location: Location | None = None
    stated: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Provided) and self._offer == other._offer

    def __hash__(self) -> int:
        return hash(self._offer)

    @property
    def _offer(self) -> tuple[object, ...]:
        """What two of them are compared by: whether the audience is written down makes no other API of it."""
        return self.api, self.spec, self.audience, self.consumers, self.location

    @property
    def closed(self) -> bool:
        """Whether all its consumers are known."""
        return self.consumers == "closed" and self.audience != "public"


class Consumed(Record):
    """What a service or client declares that it uses of an API; `operations` None means all of it.

    `traces` are files and folders, from the root, with recordings of its traffic.
    """

    api: str
    operations: tuple[str, ...] | None = None
    reads: Reads = "tolerant"
    sends: Literal["declared", "extra"] = "declared"
    complete: bool = False
    location: Location | None = None
    traces: tuple[str, ...] = ()


class Service(Record):
    """One service of the estate.

    `path` is its folder from the root ("" is the root itself). `origin` says how we know of it. `rollout` is a path
    or an inline mapping, as the manifest gives it. `queries` maps a database's name to files and folders,
    `reader_schemas` a topic to the schema that this service reads it with, where that is not the topic's.
    """

    name: str
    path: str
    location: Location
    origin: Literal["manifest", "backstage", "compose", "workload", "dockerfile"] = "manifest"
    owner: str | None = None
    tier: int | None = None
    runbook: str | None = None
    provides: tuple[Provided, ...] = ()
    consumes: tuple[Consumed, ...] = ()
    databases: tuple[str, ...] = ()
    queries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    emits: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    reader_schemas: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    rollout: str | Mapping[str, Any] | None = None
    image: str | None = None
    declared: bool = False
    group: str | None = None


class Database(Record):
    """A database; `migrations` and `schema` are paths from the root."""

    name: str
    location: Location
    engine: str = "postgresql"
    version: int | None = None
    migrations: str | None = None
    schema: str | None = None
    apply: Literal["together", "one-by-one"] = "together"
    users: Literal["open", "closed"] = "closed"
    queries: tuple[str, ...] = ()


class Topic(Record):
    """A topic or queue and how long its messages stay, in seconds."""

    name: str
    location: Location
    schema: str | None = None
    compatibility: str | None = None
    retention_s: int | None = None


class Client(Record):
    """Somebody outside the cluster who lingers in old versions (a mobile app); `lingers_s` in seconds."""

    name: str
    location: Location
    consumes: tuple[Consumed, ...] = ()
    lingers_s: int | None = None


class External(Record):
    """A service that others run."""

    name: str
    location: Location
    spec: str | None = None


class Environment(Record):
    """An environment and how releases happen there."""

    name: str
    location: Location
    path: str | None = None
    release: Literal["together", "ordered"] | None = None
    freeze: tuple[Mapping[str, str], ...] = ()
    max_parallel: int | None = None


class Recorded(Record):
    """A file or folder, from the root, with recordings of the whole estate's traffic; each says who calls whom."""

    path: str
    location: Location


class Use(Record):
    """A use that is not resolved yet: whoever owns `kind` turns it into atoms.

    `kind` is operation, table, flag or address; `target` names the provider as far as it is known (an API, a
    database, a host); `text` says what is used there ("GET /payments/17", a flag's key, "host:port"). `details` holds
    what only the owner of the kind understands (interactions of a pact, say).
    """

    consumer: str
    kind: str
    target: str
    text: str
    location: Location
    evidence: str = "declared"
    fields: tuple[str, ...] = ()
    details: Any = None
    reads: Reads = "tolerant"
    complete: bool = False

    def __hash__(self) -> int:  # without the details: a mapping, mostly
        return hash((self.consumer, self.kind, self.target, self.text, self.location, self.evidence, self.fields))


class Unresolved(Record):
    """A use for which nobody has a provider; `hint` names the nearest candidate, `known` an entry without a spec."""

    use: Use
    side: str
    hint: str = ""
    known: bool = False


class Estate(Record):
    """Everything checked together, as one snapshot declares it or lets us infer it."""

    services: Mapping[str, Service] = field(default_factory=dict)
    databases: Mapping[str, Database] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    clients: Mapping[str, Client] = field(default_factory=dict)
    externals: Mapping[str, External] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    environments: Mapping[str, Environment] = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    problems: tuple[Problem, ...] = ()
    not_analysed: tuple[NotAnalysed, ...] = ()
    manifests: tuple[str, ...] = ()
    traces: tuple[Recorded, ...] = ()

    folders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The services by their folders; made here, whatever is given."""

    def __post_init__(self) -> None:
        folders: dict[str, tuple[str, ...]] = {}
        for service in self.services.values():
            if service.path or service.origin != "workload":
                folders[service.path] = (*folders.get(service.path, ()), service.name)
        force_setattr(self, "folders", folders)

    def service_of(self, path: str) -> str | None:
        """Name the service in whose folder `path` lies; the deepest folder wins."""
        return next(iter(self.services_of(path)), None)

    def services_of(self, path: str) -> tuple[str, ...]:
        """Name every service in whose folder `path` lies; several may share the deepest one."""
        folder = path
        while folder:
            if folder in self.folders:
                return self.folders[folder]
            folder = folder.rpartition("/")[0]
        return self.folders.get("", ())
