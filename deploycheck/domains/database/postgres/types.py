"""Type names of libpg_query trees."""

from deploycheck.domains.database.datatypes import DataType, named
from deploycheck.domains.database.postgres.nodes import Node, integer, strings, unwrap

_INTERVAL_FULL = 32767


def type_of(type_name: Node) -> DataType:
    """Make the type that a TypeName body names."""
    parts = strings(type_name.get("names"))
    schema = parts[-2] if len(parts) > 1 else ""
    name = parts[-1] if parts else "unknown"
    modifiers = tuple(_modifier(node) for node in type_name.get("typmods", ()))
    if name == "interval":
        modifiers = _interval(modifiers)
    if name == "numeric" and len(modifiers) == 1:
        modifiers = (*modifiers, "0")
    return named(schema, name, modifiers, 1 if type_name.get("arrayBounds") else 0)


def _modifier(node: Node) -> str:
    value = integer(node)
    if value is not None:
        return str(value)
    kind, body = unwrap(node)
    if kind == "ColumnRef":
        return ".".join(strings(body.get("fields")))
    if kind == "A_Const":
        return str(body.get("sval", {}).get("sval", body.get("fval", {}).get("fval", "")))
    return "?"


def _interval(modifiers: tuple[str, ...]) -> tuple[str, ...]:
    """Keep an interval's precision; its range of fields is a number that nobody writes."""
    if modifiers and modifiers[0] == str(_INTERVAL_FULL):
        return modifiers[1:]
    return modifiers
