"""Compares a catalogue that we replayed with what a real server says."""

_GENERATED = {"": "", "identity always": "a", "identity by default": "d", "stored": "s", "virtual": "v"}
_CONTYPES = {"check": "c", "unique": "u", "primary key": "p", "foreign key": "f", "exclude": "x"}


def differences(catalogue, relations, enums):
    """Walk what differs, as sentences; what a view's columns are is compared where we claim to know it."""
    ours = {(name.schema, name.name): one for name, one in {**catalogue.tables, **catalogue.views}.items()}
    theirs = {(one["schema"], one["name"]): one for one in relations}
    yield from (f"we lack {name}" for name in sorted(theirs.keys() - ours.keys()))
    yield from (f"only we have {name}" for name in sorted(ours.keys() - theirs.keys()))
    for name in sorted(ours.keys() & theirs.keys()):
        if theirs[name]["kind"] in "vm":
            yield from _view(name, ours[name], theirs[name])
        else:
            yield from _table(name, ours[name], theirs[name], catalogue)
    shown = {str(kind.name): list(kind.values) for kind in catalogue.types.values() if kind.values}
    if shown != {name: values for name, values in enums.items() if values}:
        yield f"enums: {shown} but {enums}"


def _view(name, ours, theirs):
    if ours.columns is None:
        return
    names = [column["name"] for column in theirs["columns"]]
    if [column.name for column in ours.columns] != names:
        yield f"view {name}: {[column.name for column in ours.columns]} but {names}"
        return
    for column, other in zip(ours.columns, theirs["columns"], strict=True):
        if column.type is not None and str(column.type) != other["type"]:
            yield f"view {name}.{column.name}: {column.type} but {other['type']}"


def _table(name, ours, theirs, catalogue):
    columns, others = [_column(column) for column in ours.columns], [tuple(c.values()) for c in theirs["columns"]]
    if ours.partition_of:  # partitions have the identity of their parent since PostgreSQL 17, and none before
        columns, others = ([(*one[:4], one[4].strip("ad")) for one in side] for side in (columns, others))
    if columns != others:
        yield f"table {name}: {sorted(set(columns) ^ set(others))}" if set(columns) != set(others) else f"{name}: order"
    constraints = sorted([one.name, _CONTYPES[one.kind], not one.not_valid] for one in ours.constraints)
    if constraints != theirs["constraints"]:
        yield f"constraints of {name}: {constraints} but {theirs['constraints']}"
    indexes = sorted([i.name.name, i.unique] for i in catalogue.indexes.values() if i.table == ours.name)
    if indexes != theirs["indexes"]:
        yield f"indexes of {name}: {indexes} but {theirs['indexes']}"


def _column(column):
    has_default = column.default is not None and column.generated == ""
    return (column.name, str(column.type), column.nullable, has_default, _GENERATED[column.generated])
