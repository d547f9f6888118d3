"""What the messages domain contributes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deploycheck.domains.messages.domain import MessagesDomain
from deploycheck.hooks import Domain, Fact, fact, hookimpl
from deploycheck.model.change import Change, View

if TYPE_CHECKING:
    from deploycheck.domains.messages.diff import TopicChange
    from deploycheck.domains.messages.facts import UsedSchema
    from deploycheck.domains.messages.model import MessagesModel, TopicState


@fact()
def messages_model(view: View) -> "MessagesModel":
    """Every topic of the snapshot with its schema, and the schemas of no topic."""
    from deploycheck.domains.messages.model import MessagesModel

    model = view.model("messages")
    return model if isinstance(model, MessagesModel) else MessagesModel()


@fact(scope="item")
def topic(view: View) -> "Iterator[TopicState]":
    """Each declared topic with its schema, its mode, its writers and readers."""
    model: MessagesModel | None = view.model("messages")
    yield from model.topics.values() if model else ()


@fact(scope="item")
def message_schema(view: View) -> "Iterator[UsedSchema]":
    """Each current message schema with the topics that name it."""
    model: MessagesModel | None = view.model("messages")
    if model:
        from deploycheck.domains.messages.facts import used_schemas

        yield from used_schemas(model)


@fact(scope="item")
def topic_change(change: Change) -> "Iterator[TopicChange]":
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


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    return MessagesDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about topics and their schemas."""
    return (messages_model, topic, message_schema, topic_change)
