"""Topics that a service names and nobody declares, while a declared one has nearly that name."""

from difflib import get_close_matches

from deploycheck.api import Finding, Findings, MessagesModel, TopicState, rule

ALIKE = 0.9


@rule("topic-undeclared", severity="warning", since="0.1")
def topic_undeclared(topic: TopicState, messages_model: MessagesModel) -> Findings:
    """A service writes or reads a topic that no manifest declares, and whose name is nearly that of a declared one.

    ## Why it breaks
    Most likely it is a slip of the pen: the service counts as nobody's reader, and no order considers it.

    ## Do this instead
    Write the topic's name as it is declared, or declare the topic.
    """
    if topic.declared:
        return
    declared = [name for name, one in messages_model.topics.items() if one.declared]
    for meant in get_close_matches(topic.name, declared, n=1, cutoff=ALIKE):
        users = ", ".join(dict.fromkeys((*topic.emitters, *topic.readers)))
        text = f"{users} names a topic {topic.name} that nobody declares; did you mean {meant}?"
        yield Finding(text, at=topic, subject=topic.name)
