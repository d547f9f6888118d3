"""Topics that are read and that nobody writes any more."""

from deploycheck.api import Finding, Findings, Related, TopicChange, rule


@rule("topic-no-longer-written", severity="warning", since="0.1")
def topic_no_longer_written(topic_change: TopicChange) -> Findings:
    """The last service that wrote a topic stops writing it, and others still read it.

    ## Why it breaks
    Nothing fails: the readers wait for messages that never come.

    ## Do this instead
    Move the readers to what replaces the topic, let it run empty, and stop writing it then. If somebody outside of this
    repository writes it, nothing is wrong.
    """
    base = topic_change.base
    if base is None or not base.emitters or topic_change.head_writers or not topic_change.head_readers:
        return
    readers = ", ".join(sorted({one.consumer for one in topic_change.head_readers}))
    yield Finding(
        f"topic {topic_change.name} was written by {', '.join(base.emitters)}, and nobody writes it now; still read by "
        f"{readers}",
        at=topic_change,
        subject=topic_change.name,
        evidence=topic_change.head_readers,
        related=(Related("was", base.location.on("base")),),
        effect="removed",
    )
