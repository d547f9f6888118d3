"""Operations that generated clients call by another name."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("operation-id-changed", severity="error", since="0.1", kinds=("operation-id-changed",))
def operation_id_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """The operationId of an operation changed, or came.

    ## Why it breaks
    Nothing changes on the wire. Generated clients name their methods by it, so the next generation does not
    compile without a change. It is an error where a consumer says `reads: generated`, else information; where an
    operation had none, it is told to such a consumer alone.

    ## Do this instead
    Keep the operationId; it is a name in other people's code.
    """
    for change in api_diff.of("operation-id-changed"):
        users = callers.of(change)
        impact = change.generating(users)
        if change.before is None and impact is None:
            continue
        text = f"{change.subject}: {change.text}; {users.describe()} may have generated code that is named by it"
        yield change.finding(text, users, impact=impact)
