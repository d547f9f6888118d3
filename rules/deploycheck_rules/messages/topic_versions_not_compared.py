"""Transitive modes whose earlier versions nobody knows."""

from deploycheck.api import Finding, Findings, Impact, TopicChange, Usage, rule


@rule("topic-versions-not-compared", severity="warning", since="0.1")
def topic_versions_not_compared(topic_change: TopicChange) -> Findings:
    """A topic promises compatibility with all earlier versions of its schema, and those before base are not known.

    ## Why it breaks
    A transitive mode is about every version whose messages may still be there. Only the live ones were compared: a
    shallow clone, a folder or a single file has no history.

    ## Do this instead
    Check out the whole history (`fetch-depth: 0`), or name a folder of numbered versions as the topic's schema.
    """
    if topic_change.unknown_past:
        readers = topic_change.head_readers
        yield Finding(
            f"topic {topic_change.name} promises {topic_change.mode}; the new schema was compared with what is live, "
            "earlier versions are not known here",
            at=topic_change,
            subject=topic_change.name,
            aspect="earlier versions",
            evidence=readers,
            impact=Impact.UNKNOWN,
            usage=Usage.LIVE if readers else Usage.ASSUMED,
        )
