"""Changes of message schemas about which nothing could be proved."""

from deploycheck.api import Findings, TopicChange, open_findings, rule


@rule("topic-schema-undecidable", severity="warning", since="0.1")
def topic_schema_undecidable(topic_change: TopicChange) -> Findings:
    """It could not be decided whether a changed message schema keeps the promise of its topic's mode.

    ## Why it breaks
    There is neither a proof that all messages can be read nor a message that cannot. Schemas that are not valid,
    references to other hosts, patterns with look-around, decimals whose precision alone differs and unions whose
    branches libraries choose differently end here. Doubt is not a pass.

    ## Do this instead
    Look at the two versions by eye; mend what is not valid; write the schema in a way that leaves no choice.
    """
    yield from open_findings(topic_change)
