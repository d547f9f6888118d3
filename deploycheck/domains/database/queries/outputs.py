"""The columns that relations and expressions give to a query."""

from collections.abc import Iterator

from deploycheck.domains.database.catalogue.model import Table, View
from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.queries.scope import Output
from deploycheck.model.record import replace

_PROMOTED = frozenset({"int2", "varchar", "bpchar", "float4"})


def computed_type(kind: DataType | None) -> DataType | None:
    """Give the type of `max(c)` or `coalesce(c, 0)` for a column's type; None where the server may promote it."""
    if kind is None or (kind.name.name in _PROMOTED and kind.built_in):
        return None
    return replace(kind, modifiers=())


def relation_outputs(relation: Table | View) -> tuple[Output, ...] | None:
    """Give the columns of a table or view as a query sees them."""
    if relation.columns is None:
        return None
    return tuple(Output(column.name, column.type, (relation.name, column.name)) for column in relation.columns)


def renamed_outputs(outputs: tuple[Output, ...] | None, names: tuple[str, ...]) -> tuple[Output, ...] | None:
    """Give outputs the names of an alias list, which may be shorter; None when they are not known."""
    if outputs is None or not names:
        return outputs
    return tuple(_renames(outputs, names))


def _renames(outputs: tuple[Output, ...], names: tuple[str, ...]) -> Iterator[Output]:
    for position, output in enumerate(outputs):
        yield replace(output, name=names[position]) if position < len(names) else output


def outputs_by_name(outputs: tuple[Output, ...] | None) -> dict[str, Output]:
    """Give outputs by their names; nothing when they are not known."""
    return {output.name: output for output in outputs or ()}
