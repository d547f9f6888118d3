"""Topics whose schema is no longer named."""

from deploycheck.api import Finding, Findings, Related, TopicChange, rule


@rule("topic-schema-dropped", severity="warning", since="0.1")
def topic_schema_dropped(topic_change: TopicChange) -> Findings:
    """A topic had a schema, services still use it, and nothing names a schema for it any more.

    ## Why it breaks
    Without a schema nobody compares the messages of the next change: readers find out.

    ## Do this instead
    Name the schema in the manifest: a file, or a folder of numbered versions (`v1.avsc`, `v2.avsc`, ...). Where the
    topic is retired, take it out of `emits` and `reads`, too.
    """
    old, new = topic_change.schemas
    used = topic_change.head_writers or topic_change.head_readers
    if old is None or new is not None or not used:
        return
    head = topic_change.head
    found = f"{head.named} holds no version of it" if head and head.named else "nothing names a schema for it any more"
    yield Finding(
        f"topic {topic_change.name} had the schema {old.path}, and {found}",
        at=topic_change,
        subject=topic_change.name,
        evidence=topic_change.head_readers,
        related=(Related("was", old.location.on("base")),),
        effect="removed",
        change=old.digest,
    )
