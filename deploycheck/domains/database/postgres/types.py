"""Type names of libpg_query trees."""

from deploycheck.domains.database.datatypes import DataType, named
from deploycheck.domains.database.postgres.nodes import Node, integer, strings, unwrap

_INTERVAL_FULL = 32767
_INTERVAL_FIELDS = {2: "year", 1: "month", 3: "day", 10: "hour", 11: "minute", 12: "second"}
"""The bits of the mask of an interval's fields, from the longest to the shortest."""


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
    """Keep an interval's precision; the number of its range of fields becomes their names."""
    if not modifiers:
        return ()
    mask = int(modifiers[0]) if modifiers[0].isdecimal() else _INTERVAL_FULL
    fields = [word for bit, word in _INTERVAL_FIELDS.items() if mask >> bit & 1]
    if mask == _INTERVAL_FULL or not fields:
        return modifiers[1:]
    shown = fields[0] if len(fields) == 1 else f"{fields[0]} to {fields[-1]}"
    return (shown, *modifiers[1:])
