"""From loaded schema files and the estate's topics to the topics of a snapshot."""

from collections.abc import Iterator, Mapping

from deploycheck.domains.messages.loading import Library, numbered
from deploycheck.domains.messages.model import MessageSchema, MessagesModel, SchemaFile, TopicState
from deploycheck.domains.messages.modes import MODES, Mode
from deploycheck.hooks import Linking, Listing
from deploycheck.model.change import Claim
from deploycheck.model.service import Estate, Topic

KIND = "messages:schema"


def topic_of(name: str) -> str:
    """Give the topic of a format (`topic#format`), or of a bare topic."""
    return name.partition("#")[0]


def claims(listing: Listing, estate: Estate) -> Iterator[Claim]:
    """Claim the schemas that topics and their readers name; then Avro files of nobody."""
    named = [path for topic in estate.topics.values() for path in schema_paths(topic, listing.entries)]
    own = (path for service in estate.services.values() for path in service.reader_schemas.values())
    named += [path for path in own if path in listing.entries]
    for path in dict.fromkeys(named):
        yield Claim(path, KIND, estate.service_of(path), named=True)
    for path in listing.paths:
        if path.endswith(".avsc") and path not in named:
            yield Claim(path, KIND, estate.service_of(path))


def schema_paths(topic: Topic, entries: Mapping[str, object]) -> list[str]:
    """Give the files of a topic's schema: itself, or the numbered versions in its folder, oldest first."""
    if topic.schema is None:
        return []
    if topic.schema in entries:
        return [topic.schema]
    inside = topic.schema.rstrip("/") + "/" if topic.schema else ""
    return numbered(tuple(path for path in entries if path.startswith(inside) and "/" not in path[len(inside) :]))


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
