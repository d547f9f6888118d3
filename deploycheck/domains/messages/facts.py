"""Schemas beside the topics that name them."""

from collections.abc import Iterator

from deploycheck.domains.messages.model import MessageSchema, MessagesModel, TopicState
from deploycheck.model.location import Location
from deploycheck.model.record import Record


class UsedSchema(Record):
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


def used_schemas(messages_model: MessagesModel) -> Iterator[UsedSchema]:
    """Give each current message schema with the topics that name it."""
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
