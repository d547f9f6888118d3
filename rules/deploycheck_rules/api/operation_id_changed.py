"""Operations that generated clients call by another name."""

from deploycheck.api import ApiDiff, Findings, rule


@rule("operation-id-changed", severity="info", since="0.1")
def operation_id_changed(api_diff: ApiDiff) -> Findings:
    """The operationId of an operation changed.

    ## Why it breaks
    Nothing changes on the wire. Generated clients name their methods by it, so the next generation does not
    compile without a change.

    ## Do this instead
    Keep the operationId; it is a name in other people's code.
    """
    for change in api_diff.of("operation-id-changed"):
        yield change.finding(f"{change.subject}: {change.text}")
