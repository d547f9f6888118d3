"""Message schemas that are none."""

from deploycheck.api import Finding, Findings, Severity, UsedSchema, rule


@rule("topic-schema-invalid", severity="error", since="0.1")
def topic_schema_invalid(message_schema: UsedSchema) -> Findings:
    """A message schema holds something that the specification of Avro or JSON Schema does not allow.

    ## Why it breaks
    Libraries refuse an invalid schema when the service starts, or read it each in its own way; a registry does not take
    it. Nothing can be said about the messages.

    ## Do this instead
    Mend the named place. A name or reference that leads nowhere here may be defined where deploycheck does not look (in
    a library, say): keep a copy in the repository, then it is compared, too.
    """
    schema = message_schema.schema
    named = bool(message_schema.topics)
    for fault in schema.faults:
        if fault.missing and not named:
            continue  # of what nobody names nobody knows how its parts are put together
        yield Finding(
            f"{schema.path}: {fault.message}",
            at=fault.location,
            subject=schema.path,
            pointer=fault.pointer,
            service=message_schema.service,
            severity=None if named and not fault.missing else Severity.WARNING,
        )
