"""From loaded schema files and the estate's topics to the topics of a snapshot."""

from collections.abc import Iterator

from deploycheck.domains.messages.loading import Library
from deploycheck.domains.messages.model import MessageSchema, MessagesModel, SchemaFile, TopicState
from deploycheck.domains.messages.modes import MODES, Mode
from deploycheck.domains.messages.recognise import KIND, schema_paths, topic_of
from deploycheck.hooks import Linking
from deploycheck.model.service import Estate, Topic


def emitters(topic: str, estate: Estate) -> tuple[str, ...]:
    """Name the services that write a topic, in any format."""
    return tuple(name for name, one in estate.services.items() if topic in map(topic_of, one.emits))


def readers(topic: str, estate: Estate) -> tuple[str, ...]:
    """Name the services that read a topic, in any format."""
    return tuple(name for name, one in estate.services.items() if topic in map(topic_of, one.reads))


def link(linking: Linking) -> MessagesModel:
    """Unite topics with the schemas that they name."""
    files = {path: one.facts for path, one in linking.files.items() if isinstance(one.facts, SchemaFile)}
    library = Library(files)
    named: set[str] = set()
    topics = {}
    for name, topic in sorted({**dict(_undeclared(linking.estate)), **linking.estate.topics}.items()):
        paths = schema_paths(topic, linking.entries)
        named.update(paths)
        found = tuple(schema for path in paths if (schema := library.schema(path)) is not None)
        read = bool(paths) and paths[-1] in files
        topics[name] = _state(topic, found, linking.estate, read=read, is_file=topic.schema in linking.entries)
    own = dict(_own(linking.estate, library))
    named.update(path for one in linking.estate.services.values() for path in one.reader_schemas.values())
    loose = {
        path: schema
        for path, one in linking.files.items()
        if one.claim.kind == KIND and path not in named and (schema := library.schema(path)) is not None
    }
    return MessagesModel(topics, loose, files, own)


def _own(estate: Estate, library: Library) -> Iterator[tuple[tuple[str, str], MessageSchema]]:
    for service in estate.services.values():
        for topic, path in service.reader_schemas.items():
            schema = library.schema(path)
            if schema is not None:
                yield (service.name, topic), schema


def _undeclared(estate: Estate) -> Iterator[tuple[str, Topic]]:
    """Give the topics that services speak of and no manifest declares, at the place of a service."""
    for service in estate.services.values():
        for name in (*service.emits, *service.reads):
            yield topic_of(name), Topic(topic_of(name), service.location)


def _state(topic: Topic, found: tuple[MessageSchema, ...], estate: Estate, *, read: bool, is_file: bool) -> TopicState:
    return TopicState(
        name=topic.name,
        location=topic.location,
        schema=found[-1] if read else None,
        earlier=found[:-1] if read else found,
        named=topic.schema,
        numbered=topic.schema is not None and not is_file,
        compatibility=mode_of(topic),
        retention_s=topic.retention_s,
        emitters=emitters(topic.name, estate),
        readers=readers(topic.name, estate),
        declared=topic.name in estate.topics,
    )


def mode_of(topic: Topic) -> Mode | None:
    """Give the topic's mode of compatibility; None where it says none."""
    return next((mode for mode in MODES if mode == topic.compatibility), None)
