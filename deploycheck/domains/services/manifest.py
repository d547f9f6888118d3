"""One `deploycheck.yaml`: from its text to services, databases, topics, clients, externals and environments."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploycheck.documents.document import Document
from deploycheck.documents.shape import read_shape
from deploycheck.documents.yaml import load_yaml
from deploycheck.domains.services.manifest_shape import (
    ConsumedOf,
    ConsumedShape,
    Consumes,
    DatabaseShape,
    ManifestShape,
    ProvidedShape,
    ServiceShape,
)
from deploycheck.domains.services.tree import Tree, folder_of, resolve
from deploycheck.model.duration import parse_duration
from deploycheck.model.errors import SourceError
from deploycheck.model.finding import Problem
from deploycheck.model.location import Location
from deploycheck.model.record import Record
from deploycheck.model.service import (
    Client,
    Consumed,
    Database,
    Environment,
    External,
    Provided,
    Recorded,
    Service,
    Topic,
)
from deploycheck.model.suggest import did_you_mean


class Group(Record):
    """Services that change over in one joint step."""

    name: str
    location: Location
    members: tuple[str, ...]


class Manifest(Record):
    """What one manifest declares; `placed` names the services for which it says a path."""

    path: str
    services: tuple[Service, ...] = ()
    placed: frozenset[str] = frozenset()
    databases: tuple[Database, ...] = ()
    topics: tuple[Topic, ...] = ()
    clients: tuple[Client, ...] = ()
    externals: tuple[External, ...] = ()
    groups: tuple[Group, ...] = ()
    environments: tuple[Environment, ...] = ()
    traces: tuple[Recorded, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_manifest(data: bytes, path: str, tree: Tree) -> Manifest:
    """Read a manifest; whatever is wrong stands in `problems`, with its line."""
    try:
        documents = load_yaml(data, path)
    except SourceError as error:
        return Manifest(path, problems=(Problem(error.message, path, error.line),))
    if len(documents) > 1:
        line = documents[1].position().line
        return Manifest(path, problems=(Problem("a manifest is one document; a second one begins here", path, line),))
    if not documents or documents[0].value is None:
        return Manifest(path)
    shape, problems = read_shape(documents[0], ManifestShape)
    if shape is None:
        return Manifest(path, problems=problems)
    return _Reader(documents[0], tree).manifest(shape)


class _Reader:
    """Turns the checked shape into the estate's parts, and collects what it refers to and is not there."""

    def __init__(self, document: Document, tree: Tree) -> None:
        self.document = document
        self.tree = tree
        self.folder = folder_of(document.path)
        self.problems: list[Problem] = []

    def manifest(self, shape: ManifestShape) -> Manifest:
        services = tuple(self.service(name, one or ServiceShape()) for name, one in shape.services.items())
        return Manifest(
            path=self.document.path,
            services=services,
            placed=frozenset(name for name, one in shape.services.items() if one and one.path is not None),
            databases=tuple(self.database(name, one or DatabaseShape()) for name, one in shape.databases.items()),
            topics=self.topics(shape),
            clients=self.clients(shape),
            externals=self.externals(shape),
            groups=tuple(
                Group(name, self.at("cut_over_groups", name), tuple(members))
                for name, members in shape.cut_over_groups.items()
            ),
            environments=self.environments(shape),
            traces=tuple(self.recorded(shape)),
            problems=tuple(self.problems),
        )

    def at(self, *steps: str | int) -> Location:
        return self.document.location(steps)

    def service(self, name: str, shape: ServiceShape) -> Service:
        where = ("services", name)
        folder = self.folder if shape.path is None else self.path(self.folder, shape.path, *where, "path")
        return Service(
            name=name,
            path=folder or "",
            location=self.at(*where),
            owner=shape.owner,
            tier=shape.tier,
            runbook=self.runbook(folder or "", shape.runbook, *where, "runbook"),
            provides=tuple(self.provided(name, folder or "", api, one) for api, one in shape.provides.items()),
            consumes=self.consumed(folder or "", shape.consumes, *where),
            databases=tuple(shape.databases),
            queries=self.queries(name, folder or "", shape),
            emits=tuple(shape.emits),
            reads=tuple(shape.reads),
            reader_schemas=self.reader_schemas(folder or "", shape, *where),
            flags=tuple(shape.flags),
            rollout=self.rollout(folder or "", shape.rollout, *where, "rollout"),
            image=shape.image,
            declared=True,
        )

    def provided(self, name: str, folder: str, api: str, shape: str | ProvidedShape) -> Provided:
        where = ("services", name, "provides", api)
        one = ProvidedShape(shape) if isinstance(shape, str) else shape
        spec = self.path(folder, one.spec, *where) or ""
        audience = one.audience or "internal"
        return Provided(api, spec, audience, one.consumers, self.at(*where), stated=one.audience is not None)

    def consumed(self, folder: str, shapes: Consumes, *where: str) -> tuple[Consumed, ...]:
        return tuple(self.consumed_api(folder, api, shape, *where, "consumes", api) for api, shape in shapes.items())

    def consumed_api(self, folder: str, api: str, shape: ConsumedOf, *where: str) -> Consumed:
        """`all` says all of it (operations None); a bare name that it is used, and nothing more (no operations)."""
        one = shape if isinstance(shape, ConsumedShape) else ConsumedShape(shape)
        operations = None if one.operations == "all" else tuple(one.operations or ())
        traces = tuple(path for text in one.traces if (path := self.path(folder, text, *where, "traces")) is not None)
        return Consumed(api, operations, one.reads, one.sends, one.complete, self.at(*where), traces)

    def recorded(self, shape: ManifestShape) -> Iterator[Recorded]:
        for index, text in enumerate(shape.traces):
            if text.endswith(".har"):
                self.wrong(
                    f"`{text}`: a HAR does not say who calls; name it where its consumer is declared, "
                    "`consumes: {API: {traces: [...]}}`",
                    "traces", index,
                )  # fmt: skip
            elif (path := self.maybe_path(text, "traces", index)) is not None:
                yield Recorded(path, self.at("traces", index))

    def queries(self, name: str, folder: str, shape: ServiceShape) -> Mapping[str, tuple[str, ...]]:
        where = ("services", name, "queries")
        written = shape.queries
        if isinstance(written, list):
            if written and len(shape.databases) != 1:
                self.wrong(
                    f"`queries` of {name} is a list, and {name} lists {len(shape.databases)} databases; "
                    "say which one is meant: `queries: {DATABASE: [...]}`",
                    *where,
                )
                return {}
            written = {shape.databases[0]: written} if written else {}
        return {
            database: tuple(found for one in paths if (found := self.path(folder, one, *where)) is not None)
            for database, paths in written.items()
        }

    def reader_schemas(self, folder: str, shape: ServiceShape, *where: str) -> Mapping[str, str]:
        """Give by topic the schema that a service reads it with, where it has one of its own."""
        written = shape.reads if isinstance(shape.reads, dict) else {}
        found = {
            topic: self.path(folder, path, *where, "reads", topic)
            for topic, path in written.items()
            if path is not None
        }
        return {topic: path for topic, path in found.items() if path is not None}

    def runbook(self, folder: str, written: str | None, *where: str) -> str | None:
        return written if written is None or "://" in written else self.path(folder, written, *where)

    def rollout(self, folder: str, shape: str | dict[str, Any] | None, *where: str) -> str | Mapping[str, Any] | None:
        return self.path(folder, shape, *where) if isinstance(shape, str) else shape

    def database(self, name: str, shape: DatabaseShape) -> Database:
        where = ("databases", name)
        engine, _, version = shape.engine.strip().lower().partition(" ")
        major = version.strip().partition(".")[0]
        if version and not major.isdecimal():
            self.wrong(f"`engine: {shape.engine}` names no version; write it as `postgresql 15`", *where, "engine")
        return Database(
            name=name,
            location=self.at(*where),
            engine="postgresql" if engine in ("postgres", "pg") else engine,
            version=int(major) if major.isdecimal() else None,
            migrations=self.maybe_path(shape.migrations, *where, "migrations"),
            schema=self.maybe_path(shape.schema, *where, "schema"),
            apply=shape.apply,
            users=shape.users,
            queries=tuple(path for one in shape.queries if (path := self.maybe_path(one, *where, "queries"))),
        )

    def topics(self, shape: ManifestShape) -> tuple[Topic, ...]:
        found = []
        for name, one in shape.topics.items():
            schema = self.maybe_path(one.schema, "topics", name, "schema") if one else None
            retention = parse_duration(one.retention) if one and one.retention else None
            found.append(Topic(name, self.at("topics", name), schema, one.compatibility if one else None, retention))
        return tuple(found)

    def clients(self, shape: ManifestShape) -> tuple[Client, ...]:
        found = []
        for name, one in shape.clients.items():
            lingers = parse_duration(one.lingers) if one and one.lingers else None
            consumes = self.consumed(self.folder, one.consumes, "clients", name) if one else ()
            found.append(Client(name, self.at("clients", name), consumes, lingers))
        return tuple(found)

    def externals(self, shape: ManifestShape) -> tuple[External, ...]:
        return tuple(
            External(
                name, self.at("external", name), self.maybe_path(one.spec if one else None, "external", name, "spec")
            )
            for name, one in shape.external.items()
        )

    def environments(self, shape: ManifestShape) -> tuple[Environment, ...]:
        found = []
        for name, one in shape.environments.items():
            where = ("environments", name)
            if one is None:
                found.append(Environment(name, self.at(*where)))
                continue
            freeze = tuple({"from": span.from_, "to": span.to, "zone": span.zone} for span in one.freeze)
            path = self.maybe_path(one.path, *where, "path")
            found.append(Environment(name, self.at(*where), path, one.release, freeze, one.max_parallel))
        return tuple(found)

    def maybe_path(self, written: str | None, *where: str | int) -> str | None:
        return None if written is None else self.path(self.folder, written, *where)

    def path(self, folder: str, written: str, *where: str | int) -> str | None:
        """Give the path from the root; None, and a problem, when there is nothing or it leads out."""
        found = resolve(folder, written)
        if found is None:
            self.wrong(f"`{written}` leads out of the repository; name a path inside it", *where)
        elif not (self.tree.is_file(found) or self.tree.is_folder(found)):
            hint = did_you_mean(found, self.tree.children(folder_of(found)))
            if "://" in written:
                hint = "; a URL is not read, keep a copy in the repository"
            self.wrong(f"`{written}`: there is no file or folder {found}{hint}", *where)
        else:
            return found
        return None

    def wrong(self, message: str, *where: str | int) -> None:
        self.problems.append(Problem(message, self.document.path, self.document.position(where).line))
