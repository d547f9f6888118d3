"""Schemas that break the promise of their topic's mode."""

from deploycheck.api import Findings, TopicChange, broken_findings, rule


@rule("topic-schema-incompatible", severity="error", since="0.1")
def topic_schema_incompatible(topic_change: TopicChange) -> Findings:
    """A topic's new schema is not compatible with an earlier one in the way that the topic's mode promises.

    ## Why it breaks
    Messages outlive the process that wrote them, and readers are not deployed with their writers. *Backward* means that
    readers with the new schema take what was written with the old one: those messages are still in the topic.
    *Forward* means that readers with the old schema take what is written with the new one: they are running. A schema
    registry refuses such a schema when the new version starts; without one, the readers fail.

    A topic that names no mode is held to backward, which is what registries do then; that is a warning at most. An Avro
    schema that no topic names is information: nobody says what it is used for. Two single files are held to backward.

    ## Do this instead
    Give new fields of a record a default, let enums have one before they get new symbols, keep the types of fields or
    widen them as the format allows. Where the messages have to become something else, write them to a new topic, move
    the readers, and let the old one run out.
    """
    yield from broken_findings(topic_change)
