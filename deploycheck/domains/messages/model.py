"""Schemas of messages, and the topics that carry them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from deploycheck.documents.document import Document
from deploycheck.domains.messages.avro import AvroSchema
from deploycheck.domains.messages.json_schema import Bundle
from deploycheck.domains.messages.modes import Mode
from deploycheck.model.location import Location

Format = Literal["avro", "json-schema"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a schema that its specification forbids; `missing` is a name or reference that leads nowhere."""

    location: Location
    pointer: str
    message: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of schema files stand, by path; looked up on demand."""

    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)

    def at(self, path: str, steps: tuple[str | int, ...]) -> Location:
        """Give the place of a part, or of its nearest ancestor that exists."""
        document = self.documents.get(path)
        return document.location(steps) if document else Location(path)


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One file: its document, and the full names of the Avro types that it defines."""

    document: Document
    format: Format
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class MessageSchema:
    """One version of a schema. Exactly one of `avro` and `bundle` is there.

    `digest` is the same for schemas that no message tells apart. With `faults` nothing can be said about its messages.
    `origin` says which version it is where no snapshot in hand has it (a commit with its date, say).
    """

    format: Format
    path: str
    digest: str
    avro: AvroSchema | None = None
    bundle: Bundle | None = None
    faults: tuple[Fault, ...] = ()
    places: Places = field(default_factory=Places, repr=False)
    origin: str = ""

    @property
    def location(self) -> Location:
        """The file."""
        return Location(self.path, 1, 1)

    @property
    def readable(self) -> bool:
        """Whether its messages can be reasoned about; of a JSON Schema that is so up to a reference that is lost."""
        return not any(not one.missing or self.format == "avro" for one in self.faults)

    def at(self, steps: tuple[str | int, ...], path: str = "") -> Location:
        """Give the place of a part of it, or of a file that it refers to."""
        return self.places.at(path or self.path, steps)

    @property
    def name(self) -> str:
        """Name it in messages: its file, and which version of that it is."""
        return f"{self.path} of {self.origin}" if self.origin else self.path


@dataclass(frozen=True, slots=True)
class TopicState:
    """One topic as a snapshot declares it.

    `schema` is its newest version, None where none is named or none could be read; `earlier` are the versions before it
    in a folder of numbered ones, oldest first. `named` says that the manifest names a schema at all. `emitters` and
    `readers` are services. A topic that only services speak of is not `declared`.
    """

    name: str
    location: Location
    schema: MessageSchema | None = None
    earlier: tuple[MessageSchema, ...] = ()
    named: str | None = None
    numbered: bool = False
    compatibility: Mode | None = None
    retention_s: int | None = None
    emitters: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    declared: bool = True

    @property
    def service(self) -> str | None:
        """The service that answers for it: its only writer, else nobody."""
        return self.emitters[0] if len(self.emitters) == 1 else None

    @property
    def versions(self) -> tuple[MessageSchema, ...]:
        """Every version that the snapshot holds, oldest first."""
        return (*self.earlier, self.schema) if self.schema else self.earlier


@dataclass(frozen=True, slots=True)
class MessagesModel:
    """The topics of one snapshot, and the schemas that no topic names, by path.

    `files` are all schema files; `own` are the schemas that readers have of their own, by service and topic.
    """

    topics: Mapping[str, TopicState] = field(default_factory=dict)
    loose: Mapping[str, MessageSchema] = field(default_factory=dict)
    files: Mapping[str, SchemaFile] = field(default_factory=dict, repr=False)
    own: Mapping[tuple[str, str], MessageSchema] = field(default_factory=dict)

    def reader_schema(self, service: str, topic: str) -> MessageSchema | None:
        """Give the schema that a service reads a topic with: its own, else the topic's."""
        state = self.topics.get(topic)
        return self.own.get((service, topic)) or (state.schema if state else None)
