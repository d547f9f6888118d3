"""Enum values that running code does not know."""

from deploycheck.api import AddEnumValue, Findings, Pending, placed_finding, rule

SHOWN = 3


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
        places = [
            (table.name, column.name)
            for table in pending.change.before.tables.values()
            for column in table.columns
            if column.type and column.type.name.name == kind.name.name
        ]
        readers = {proof: place for place in places for proof in pending.readers_of(place[0], [place[1]])}
        if readers:
            who = ", ".join(dict.fromkeys(f"{proof.text} of {proof.consumer}" for proof in [*readers][:SHOWN]))
            table, column = next(iter(readers.values()))
            more = f" and {len(readers) - SHOWN} more queries" if len(readers) > SHOWN else ""
            message = f"{who}{more} may meet the new value {placed.effect.value} of {kind.name}, in {table}.{column}"
            yield placed_finding(pending, placed, kind.name, message)
