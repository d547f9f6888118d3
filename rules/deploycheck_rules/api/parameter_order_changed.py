"""Parameters in another order, where code is generated."""

from deploycheck.api import ApiDiff, Callers, Findings, rule


@rule("parameter-order-changed", severity="error", since="0.1", kinds=("parameter-order-changed",))
def parameter_order_changed(api_diff: ApiDiff, callers: Callers) -> Findings:
    """The parameters of an operation are listed in another order, and a caller generates its code from the spec.

    ## Why it breaks
    Nothing changes on the wire. Many generators make a method of an operation whose arguments come in the order of
    the spec: calls compile as before, and send one value for the other. It is told where a consumer says
    `reads: generated`, and to nobody else.

    ## Do this instead
    Add parameters at the end, and leave the others where they are.
    """
    for change in api_diff.of("parameter-order-changed"):
        users = callers.of(change)
        if impact := change.generating(users):
            text = f"{change.subject}: {change.text}; {users.describe()} may have a method that takes them in order"
            yield change.finding(text, users, impact=impact)
