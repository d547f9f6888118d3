"""Whether a field's default is a value of its type."""

from collections.abc import Mapping
from typing import Any, Final

from deploycheck.domains.messages.avro.model import Array, Enum, Fixed, Map, Named, Primitive, Record, Ref, Type, Union

_INT: Final = 2**31
_LONG: Final = 2**63
_MOST_LEVELS: Final = 100
_NO_NUMBERS: Final = ("NaN", "Infinity", "-Infinity")


def fits(value: Any, type_: Type, names: Mapping[str, Named], level: int = 0) -> bool:  # noqa: ANN401  any JSON
    """Whether a JSON value is a default of the type. A record's own defaults stand in for fields that are left out."""
    if level > _MOST_LEVELS:
        return True  # nothing that anybody writes; reading it would tell
    match type_:
        case Primitive(type=name):
            return _primitive(value, name)
        case Array(items=items):
            return isinstance(value, list) and all(fits(one, items, names, level + 1) for one in value)
        case Map(values=values):
            return isinstance(value, dict) and all(fits(one, values, names, level + 1) for one in value.values())
        case Union(branches=branches):
            return any(fits(value, one, names, level + 1) for one in branches)
        case Ref(name=name):
            return name not in names or _named(value, names[name], names, level)


def _named(value: Any, named: Named, names: Mapping[str, Named], level: int) -> bool:  # noqa: ANN401  any JSON
    match named:
        case Enum(symbols=symbols):
            return value in symbols
        case Fixed(size=size):
            return _bytes(value) and len(value) == size
        case Record(fields=fields):
            return isinstance(value, dict) and all(
                fits(value.get(one.name, one.default), one.type, names, level + 1) for one in fields
            )


def _primitive(value: Any, name: str) -> bool:  # noqa: ANN401  any JSON
    match name:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "int":
            return _integer(value, _INT)
        case "long":
            return _integer(value, _LONG)
        case "float" | "double":
            return (isinstance(value, int | float) and not isinstance(value, bool)) or value in _NO_NUMBERS
        case "bytes":
            return _bytes(value)
        case _:
            return isinstance(value, str)


def _integer(value: Any, bound: int) -> bool:  # noqa: ANN401  any JSON
    return isinstance(value, int) and not isinstance(value, bool) and -bound <= value < bound


def _bytes(value: Any) -> bool:  # noqa: ANN401  any JSON
    return isinstance(value, str) and all(ord(letter) < 256 for letter in value)  # noqa: PLR2004  a byte each
