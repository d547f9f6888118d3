"""Which topics differ between a live version and head, and what becomes of the promise that their mode gives."""

from collections.abc import Iterator

from deploycheck.domains.messages.compatibility import Answer, Open, can_read
from deploycheck.domains.messages.link import emitters, readers
from deploycheck.domains.messages.model import MessageSchema, MessagesModel, TopicState
from deploycheck.domains.messages.modes import Direction, Mode, Promise, promise_of
from deploycheck.domains.messages.past import past_schemas
from deploycheck.model.change import View
from deploycheck.model.finding import Evidence
from deploycheck.model.location import Location
from deploycheck.model.record import Record, replace

DEFAULT: Mode = "backward"
"""What registries promise where nobody says anything."""


class Check(Record):
    """One question that a mode asks: between the proposed schema and one that is live, or was.

    `older` is the other version; `live` says that it is one that runs now.
    """

    direction: Direction
    older: MessageSchema
    answer: Answer
    live: bool


class TopicChange(Record):
    """One topic in a live version and in head; None on the side that lacks it.

    `checks` are the answers that its mode asks for; `unknown_past` says that it asks for versions that nobody knows.
    `loose` is a schema that no topic names: its topic is called by its path; `alone` says that it and its other version
    are all that is compared. `shifts` are places where the new schema reads the old messages as something else.
    """

    name: str
    base: TopicState | None
    head: TopicState | None
    label: str
    checks: tuple[Check, ...] = ()
    unknown_past: bool = False
    loose: bool = False
    alone: bool = False
    live_readers: tuple[Evidence, ...] = ()
    head_readers: tuple[Evidence, ...] = ()
    head_writers: tuple[str, ...] = ()
    shifts: tuple[Open, ...] = ()

    @property
    def service(self) -> str | None:
        """The service that answers for it."""
        state = self.head or self.base
        return state.service if state else None

    @property
    def location(self) -> Location:
        """Where head declares it, else where base did."""
        if self.head is not None:
            return self.head.location
        return self.base.location.on("base") if self.base else Location("")

    @property
    def mode(self) -> Mode:
        """The mode that it is judged by."""
        return (self.head.compatibility if self.head else None) or DEFAULT

    @property
    def declared(self) -> bool:
        """Whether head says the mode."""
        return self.head is not None and self.head.compatibility is not None

    @property
    def promise(self) -> Promise:
        """What the mode promises."""
        return promise_of(self.mode)

    @property
    def schema_differs(self) -> bool:
        """Whether both sides have a schema, and messages can tell them apart."""
        old, new = self.schemas
        return old is not None and new is not None and (old.digest, old.format) != (new.digest, new.format)

    @property
    def schemas(self) -> tuple[MessageSchema | None, MessageSchema | None]:
        """The schemas of both sides."""
        return (self.base.schema if self.base else None), (self.head.schema if self.head else None)


class MessagesDiff(Record):
    """The topics that differ between a live version and head."""

    changes: tuple[TopicChange, ...] = ()


def diff_messages(base: View, head: View) -> MessagesDiff | None:
    """Compare the topics of two versions; None when none differs."""
    old, new = base.model("messages") or MessagesModel(), head.model("messages") or MessagesModel()
    changes = tuple(_changes(old, new, base, head))
    return MessagesDiff(changes) if changes else None


def rebuilt(base: View, head: View) -> Iterator[str]:
    """Name the services whose schemas messages can tell apart: they are built from them, wherever the files lie."""
    old, new = base.model("messages") or MessagesModel(), head.model("messages") or MessagesModel()
    for name in old.topics.keys() | new.topics.keys():
        before, after = old.topics.get(name), new.topics.get(name)
        states = [one for one in (before, after) if one is not None]
        if len({one.schema.digest if one.schema else "" for one in states}) > 1:
            yield from (writer for one in states for writer in one.emitters)
        for reader in dict.fromkeys(reader for one in states for reader in one.readers):
            schemas = (old.reader_schema(reader, name), new.reader_schema(reader, name))
            if len({one.digest if one else "" for one in schemas}) > 1:
                yield reader


def _changes(old: MessagesModel, new: MessagesModel, base: View, head: View) -> Iterator[TopicChange]:
    for name in sorted(old.topics.keys() | new.topics.keys()):
        before, after = old.topics.get(name), new.topics.get(name)
        change = _change(name, before, after, base, head)
        if change.schema_differs:
            yield _checked(change, old, base)
        elif _says(before) != _says(after) and not _lost(before, after, head):
            yield change
    for one, other in _loose(old, new, base, head):
        alone = base.info.kind == head.info.kind == "file"
        change = TopicChange(other.path, _lone(one), _lone(other), base.label, loose=True, alone=alone)
        if change.schema_differs:
            yield _checked(change, old, base)


def _change(name: str, before: TopicState | None, after: TopicState | None, base: View, head: View) -> TopicChange:
    return TopicChange(
        name,
        before,
        after,
        base.label,
        live_readers=tuple(_evidence(name, base)),
        head_readers=tuple(_evidence(name, head)),
        head_writers=emitters(name, head.estate),
    )


def _evidence(topic: str, view: View) -> Iterator[Evidence]:
    for name in readers(topic, view.estate):
        place = view.estate.services[name].location.on(view.side)
        yield Evidence("declared", name, view.label, place)


def _checked(change: TopicChange, old: MessagesModel, base: View) -> TopicChange:
    """Ask everything that the mode promises."""
    before, after = change.schemas
    if before is None or after is None or change.base is None or change.head is None:
        return change
    promise = change.promise
    live = {before.digest: before}
    earlier = {one.digest: one for one in change.head.earlier[-1:]}
    unknown = False
    if promise.transitive and promise.directions:
        past = past_schemas(change.base, base, old)
        unknown = past is None
        earlier.update({one.schema.digest: one.schema for one in past or ()})
        earlier.update({one.digest: one for one in change.head.earlier})
    others = [one for digest, one in earlier.items() if digest not in live and digest != after.digest]
    checks = tuple(
        Check(direction, one, can_read(one, after) if direction == "backward" else can_read(after, one), one is before)
        for direction in promise.directions
        for one in (before, *others)
    )
    return replace(change, checks=checks, unknown_past=unknown, shifts=can_read(before, after).shifts)


def _says(state: TopicState | None) -> object:
    """Give what a topic says beside its schema's content."""
    if state is None:
        return None
    said = (state.named, state.schema is None, state.compatibility, state.retention_s, state.declared)
    return said, state.emitters, state.readers


def _lost(before: TopicState | None, after: TopicState | None, head: View) -> bool:
    """Whether head names a schema that could not be read: that is told as such, and is no change of the topic."""
    if before is None or after is None or after.named is None:
        return False
    return after.schema is None and any(path == after.named or path.startswith(after.named) for path in head.unread)


def _loose(
    old: MessagesModel, new: MessagesModel, base: View, head: View
) -> Iterator[tuple[MessageSchema, MessageSchema]]:
    """Pair the schemas that no topic names by their path; two single files are versions of one thing."""
    single = base.info.kind == head.info.kind == "file" and len(old.loose) == len(new.loose) == 1
    if single:
        yield next(iter(old.loose.values())), next(iter(new.loose.values()))
        return
    for path in sorted(old.loose.keys() & new.loose.keys()):
        yield old.loose[path], new.loose[path]


def _lone(schema: MessageSchema) -> TopicState:
    return TopicState(schema.path, schema.location, schema, named=schema.path)
