"""The formats of topics: those that manifests name, and one for each version of a schema.

A manifest may name a format itself, as `TOPIC#FORMAT`. Of a topic with a schema every version is a format,
`TOPIC#NAME@DIGEST`, which those write that write the bare topic. A topic without either has no known format.
"""

from collections.abc import Iterable, Iterator, Mapping

from deploycheck.domains.messages.avro.model import Ref, short
from deploycheck.domains.messages.compatibility import can_read
from deploycheck.domains.messages.model import MessageSchema, MessagesModel, TopicState
from deploycheck.domains.messages.past import past_schemas
from deploycheck.domains.messages.recognise import topic_of
from deploycheck.hooks import Sight
from deploycheck.model.change import View
from deploycheck.model.record import Draft, field
from deploycheck.model.service import Service


def format_atom(topic: str, schema: MessageSchema) -> str:
    """Give the atom of what is written to a topic with a schema."""
    root = schema.avro.root if schema.avro else None
    name = short(root.name) if isinstance(root, Ref) else _plain(schema.path.rpartition("/")[2].partition(".")[0])
    return f"{topic}#{name}@{schema.digest}"


def _plain(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "_-" else "-" for letter in text) or "message"


class Formats(Draft):
    """Every format of every topic in any version; `stored` are those that only messages of the past have."""

    by_topic: dict[str, dict[str, MessageSchema | None]] = field(default_factory=dict)
    stored: dict[str, dict[str, MessageSchema]] = field(default_factory=dict)
    writers: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """By writer, then topic, the formats that any of its versions writes, or wrote."""

    def emitted(self, service: Service, model: MessagesModel) -> frozenset[str]:
        """Give what a service writes in the version of a model."""
        found = {name for name in service.emits if "#" in name}
        for topic in service.emits:
            state = model.topics.get(topic)
            if state is not None and state.schema is not None and state.schema.readable:
                found.add(format_atom(topic, state.schema))
        return frozenset(found)

    def read(self, service: Service, model: MessagesModel) -> Mapping[str, frozenset[str]]:
        """Give by writer what a service can read in the version of a model.

        A version lists whom it reads, and must then read all formats of that writer: those of topics that it does not
        read at all are no concern of it, so that they are listed, too.
        """
        topics = {topic_of(name) for name in service.reads}
        readable = {topic: frozenset(self._readable(topic, service, model)) for topic in topics}
        found: dict[str, frozenset[str]] = {}
        for writer, written in self.writers.items():
            if topics & written.keys():
                all_of_it = (readable.get(topic, frozenset(formats)) for topic, formats in written.items())
                found[writer] = frozenset().union(*all_of_it)
        return found

    def _readable(self, topic: str, service: Service, model: MessagesModel) -> Iterator[str]:
        """Give the formats of a topic that are read; what is unknown counts as readable, and is said by a rule."""
        named = {name for name in service.reads if topic_of(name) == topic and "#" in name}
        yield from named
        if topic not in service.reads:
            return
        reader = model.reader_schema(service.name, topic)
        for atom, schema in self.by_topic.get(topic, {}).items():
            if schema is None or reader is None or can_read(schema, reader).verdict != "incompatible":
                yield atom


def formats_of(sight: Sight) -> Formats:
    """Gather the formats of all versions, and those of messages that may still be there."""
    found = Formats()
    for label, (view, model) in sight.versions.items():
        _declared(found, view, model or MessagesModel())
        if label in sight.live:
            _stored(found, view, model or MessagesModel(), sight)
    for topic, formats in found.stored.items():
        current = found.by_topic.setdefault(topic, {})
        for atom in formats.keys() & current.keys():
            del formats[atom]
    for topic, formats in found.stored.items():
        found.by_topic[topic].update(formats)
        for writer in _writers_of(topic, sight):
            found.writers.setdefault(writer, {}).setdefault(topic, set()).update(formats)
    return found


def _declared(found: Formats, view: View, model: MessagesModel) -> None:
    for service in view.estate.services.values():
        for atom in found.emitted(service, model):
            topic = topic_of(atom)
            state = model.topics.get(topic)
            schema = state.schema if state and state.schema and atom == format_atom(topic, state.schema) else None
            found.by_topic.setdefault(topic, {})[atom] = schema
            found.writers.setdefault(service.name, {}).setdefault(topic, set()).add(atom)


def _stored(found: Formats, view: View, model: MessagesModel, sight: Sight) -> None:
    """Add the formats of earlier messages that may still be there and that every live reader can read.

    What a live reader cannot read either is no news, whoever wrote it.
    """
    for name, state in model.topics.items():
        if not state.emitters or not state.readers or not _differs(name, state, sight):
            continue
        for past in past_schemas(state, view, model) or ():
            if past.may_remain(_retention(name, state, sight), sight.today) and _read_by_all(past.schema, name, sight):
                found.stored.setdefault(name, {})[format_atom(name, past.schema)] = past.schema


def _differs(name: str, state: TopicState, sight: Sight) -> bool:
    """Whether any version has another schema, or a reader one of its own: only then less may be read than before."""
    digests = {one.schema.digest for one in _states(name, sight.versions, sight) if one.schema}
    models = (model for _, model in sight.versions.values() if model is not None)
    own = any(topic == name for model in models for _, topic in model.own)
    return state.schema is not None and (len(digests) > 1 or own)


def _read_by_all(schema: MessageSchema, name: str, sight: Sight) -> bool:
    return all(can_read(schema, one).verdict == "compatible" for one in _live_readers(name, sight))


def _live_readers(name: str, sight: Sight) -> Iterator[MessageSchema]:
    """Give the schemas with which live versions read a topic."""
    for label in sight.live:
        model: MessagesModel | None = sight.versions[label][1]
        state = model.topics.get(name) if model else None
        for service in state.readers if state else ():
            schema = model.reader_schema(service, name) if model else None
            if schema is not None:
                yield schema


def _states(name: str, labels: Iterable[str], sight: Sight) -> Iterator[TopicState]:
    for label in labels:
        model: MessagesModel | None = sight.versions[label][1]
        if model is not None and name in model.topics:
            yield model.topics[name]


def _retention(name: str, state: TopicState, sight: Sight) -> int | None:
    """Give how long messages stay: head's word counts, as it will hold while the change goes out."""
    return next((one.retention_s for one in _states(name, (sight.head,), sight)), state.retention_s)


def _writers_of(topic: str, sight: Sight) -> set[str]:
    return {writer for one in _states(topic, sight.live, sight) for writer in one.emitters[:1]}
