"""Fields that are read without complaint, as something else."""

from deploycheck.api import Finding, Findings, Impact, Related, TopicChange, Usage, rule


@rule("topic-meaning-changed", severity="warning", since="0.1")
def topic_meaning_changed(topic_change: TopicChange) -> Findings:
    """A field of a message keeps its type and gets another logical type, so that the same bytes mean something else.

    ## Why it breaks
    Avro compares the types below: a `timestamp-millis` that becomes a `timestamp-micros` is a long before and after.
    Nothing fails, and every reader is wrong by a factor of a thousand for all messages of the other version.

    ## Do this instead
    Add a field under a new name for the new meaning, with a default, fill both for a while, and drop the old one when
    nobody reads it any more.
    """
    for one in topic_change.shifts:
        place = ".".join(one.place)
        old, _ = topic_change.schemas
        readers = topic_change.live_readers
        yield Finding(
            f"topic {topic_change.name}: {place}: {one.text}, and nothing fails where the versions meet",
            at=one.reads,
            subject=topic_change.name,
            aspect=place,
            evidence=readers,
            impact=Impact.BEHAVIOURAL,
            usage=Usage.LIVE if readers else Usage.ASSUMED,
            related=(Related("was", old.location.on("base")),) if old else (),
            effect="changed",
            change=one.text,
        )
