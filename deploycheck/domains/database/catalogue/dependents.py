"""What goes with a table, column or view when it goes."""

from deploycheck.domains.database.catalogue.builder import Builder
from deploycheck.domains.database.effects import Expression
from deploycheck.domains.database.names import Name
from deploycheck.model.record import replace


def forget_column(builder: Builder, table: Name, column: str) -> None:
    """Take foreign keys to a dropped column and the sequence that it owned away."""
    for name, other in [*builder.tables.items()]:
        kept = tuple(c for c in other.constraints if not (c.references == table and column in c.referenced_columns))
        if kept != other.constraints:
            builder.tables[name] = replace(other, constraints=kept)
    for sequence in [name for name, owner in builder.sequences.items() if owner == (table, column)]:
        del builder.sequences[sequence]


def drop_views_reading(builder: Builder, relation: Name, column: str = "") -> None:
    """Drop the views that read a relation (or one column of it), and those that read them."""
    waiting = [(relation, column)]
    while waiting:
        wanted = waiting.pop()
        for name in [name for name, view in builder.views.items() if wanted in view.reads]:
            del builder.views[name]
            _drop_indexes(builder, name)
            waiting.append((name, ""))


def drop_view(builder: Builder, name: Name) -> None:
    """Drop a view with its indexes, and the views that read it."""
    builder.views.pop(name, None)
    _drop_indexes(builder, name)
    drop_views_reading(builder, name)


def drop_table(builder: Builder, name: Name, *, cascade: bool) -> None:
    """Drop a table and its partitions, with their indexes, sequences and the foreign keys to them."""
    waiting = [name]
    while waiting:
        table = waiting.pop()
        builder.tables.pop(table, None)
        waiting += [other.name for other in builder.tables.values() if other.partition_of == table]
        _drop_parts(builder, table)
        if cascade:
            drop_views_reading(builder, table)


def _drop_parts(builder: Builder, table: Name) -> None:
    _drop_indexes(builder, table)
    for sequence in [key for key, owner in builder.sequences.items() if owner and owner[0] == table]:
        del builder.sequences[sequence]
        drop_defaults_calling(builder, "nextval", sequence)
    for name, other in [*builder.tables.items()]:
        kept = tuple(constraint for constraint in other.constraints if constraint.references != table)
        if kept != other.constraints:
            builder.tables[name] = replace(other, constraints=kept)


def _drop_indexes(builder: Builder, relation: Name) -> None:
    for index in [index.name for index in builder.indexes.values() if index.table == relation]:
        del builder.indexes[index]


def drop_defaults_calling(builder: Builder, function: str, sequence: Name | None = None) -> None:
    """Drop the defaults that call a function, or nextval of one sequence, which CASCADE takes with it."""
    for table in [*builder.tables.values()]:
        columns = tuple(
            replace(column, default=None) if _calls(column.default, function, sequence) else column
            for column in table.columns
        )
        if columns != table.columns:
            builder.tables[table.name] = replace(table, columns=columns)


def rename_in_defaults(builder: Builder, old: Name, new: Name) -> None:
    """Let the defaults that draw from a sequence follow its new name."""
    for table in [*builder.tables.values()]:
        for column in table.columns:
            if column.default and _calls(column.default, "nextval", old):
                default = replace(column.default, text=f"nextval('{new}')")
                builder.put_column(builder.tables[table.name], replace(column, default=default))


def _calls(default: Expression | None, function: str, sequence: Name | None) -> bool:
    if default is None or function not in default.calls:
        return False
    if sequence is None:
        return True
    spelt = {sequence.name, f"{sequence.schema}.{sequence.name}"}
    return default.text in {f"{function}('{name}')" for name in spelt}
