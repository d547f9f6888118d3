"""Facts about topics and the schemas of their messages."""

from collections.abc import Iterator
from dataclasses import dataclass

from deploycheck.domains.messages.diff import TopicChange
from deploycheck.domains.messages.model import MessageSchema, MessagesModel, TopicState
from deploycheck.hooks import fact
from deploycheck.model.change import Change, View
from deploycheck.model.location import Location


@dataclass(frozen=True, slots=True)
class UsedSchema:
    """A schema and the topics that name it, none for one that lies there on its own."""

    schema: MessageSchema
    topics: tuple[TopicState, ...] = ()

    @property
    def location(self) -> Location:
        """The file."""
        return self.schema.location

    @property
    def service(self) -> str | None:
        """The service that answers for the first of its topics."""
        return next((topic.service for topic in self.topics if topic.service), None)


@fact()
def messages_model(view: View) -> MessagesModel:
    """Every topic of the snapshot with its schema, and the schemas of no topic."""
    model = view.model("messages")
    return model if isinstance(model, MessagesModel) else MessagesModel()


@fact(scope="item")
def topic(messages_model: MessagesModel) -> Iterator[TopicState]:
    """Each declared topic with its schema, its mode, its writers and readers."""
    yield from messages_model.topics.values()


@fact(scope="item")
def message_schema(messages_model: MessagesModel) -> Iterator[UsedSchema]:
    """Each current message schema with the topics that name it."""
    topics: dict[MessageSchema, list[TopicState]] = {}
    for state in messages_model.topics.values():
        if state.schema is not None:
            topics.setdefault(state.schema, []).append(state)
    for (_, name), schema in messages_model.own.items():
        if name in messages_model.topics:
            topics.setdefault(schema, []).append(messages_model.topics[name])
    for schema, states in topics.items():
        yield UsedSchema(schema, tuple(states))
    for schema in messages_model.loose.values():
        yield UsedSchema(schema)


@fact(scope="item")
def topic_change(change: Change) -> Iterator[TopicChange]:
    """Each topic that was added, removed or changed against any live version, told once for what it was."""
    seen: set[object] = set()
    for diff in change.each_diff("messages"):
        for one in diff.changes:
            old, _ = one.schemas
            state = one.base
            identity = (one.name, old.digest if old else "", state and (state.compatibility, state.named))
            if identity not in seen:
                seen.add(identity)
                yield one
