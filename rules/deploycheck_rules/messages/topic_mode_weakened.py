"""Topics that promise less than before."""

from deploycheck.api import Finding, Findings, Related, TopicChange, promise_of, rule


@rule("topic-mode-weakened", severity="warning", since="0.1")
def topic_mode_weakened(topic_change: TopicChange) -> Findings:
    """A topic's mode of compatibility promises less than it did.

    ## Why it breaks
    Readers were built on the promise. A mode that is lowered together with a schema lets that schema through without a
    word; who only looks at the schema does not see it.

    ## Do this instead
    Keep the mode, and evolve the schema within it. If the promise was more than anybody needs, lower it in a change of
    its own and tell the readers.
    """
    base, head = topic_change.base, topic_change.head
    if base is None or head is None or base.compatibility is None or base.compatibility == head.compatibility:
        return
    if not promise_of(head.compatibility).keeps(promise_of(base.compatibility)):
        now = head.compatibility or "nothing"
        yield Finding(
            f"topic {topic_change.name} promised {base.compatibility} and promises {now} now",
            at=topic_change,
            subject=topic_change.name,
            aspect="compatibility",
            evidence=topic_change.live_readers,
            related=(Related("was", base.location.on("base")),),
            effect="changed",
            change=f"{base.compatibility} {head.compatibility}",
        )
