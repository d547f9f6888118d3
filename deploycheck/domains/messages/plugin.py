"""What the messages domain contributes."""

from collections.abc import Iterable

from deploycheck.hooks import Domain, Fact, hookimpl


@hookimpl
def deploycheck_domain() -> Domain:
    """Give the domain."""
    from deploycheck.domains.messages.domain import MessagesDomain

    return MessagesDomain()


@hookimpl
def deploycheck_facts() -> Iterable[Fact]:
    """Give the facts about topics and their schemas."""
    from deploycheck.domains.messages import facts

    return (facts.messages_model, facts.topic, facts.message_schema, facts.topic_change)
