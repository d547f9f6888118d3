"""Enum values that running code does not know."""

from deploycheck.api import AddEnumValue, Findings, Pending, placed_finding, rule


@rule("enum-value-unknown-to-reader", severity="info", since="0.1")
def enum_value_unknown_to_reader(pending: Pending) -> Findings:
    """An enum gets a value that the running version has never seen, and running queries read columns of that type.

    ## Why it breaks
    Code that decodes the column into a closed list fails, or takes the wrong branch, on the first row with the new
    value. Nothing breaks before such a row is written.

    ## Do this instead
    First release code that reads the value, then add it, then release the code that writes it.
    """
    for placed in pending.of(AddEnumValue):
        kind = pending.change.before.user_type(placed.effect.type)
        if kind is None or placed.effect.value in kind.values:
            continue
        for table in pending.change.before.tables.values():
            columns = [one for one in table.columns if one.type and one.type.name.name == kind.name.name]
            readers = pending.readers_of(table.name, (one.name for one in columns))
            if readers:
                who = ", ".join(dict.fromkeys(f"{proof.text} of {proof.consumer}" for proof in readers[:3]))
                message = (
                    f"{who} may meet the new value {placed.effect.value} of {kind.name} in "
                    f"{table.name}.{columns[0].name}"
                )
                yield placed_finding(pending, placed, table.name, message)
