"""Records: what facts are made of. A class of them costs a thirtieth of a dataclass to make, and less to fill."""

from functools import cache
from typing import TYPE_CHECKING, Any, dataclass_transform

import msgspec
from msgspec import field

if TYPE_CHECKING:
    from dataclasses import replace  # so that names and types of the changes are checked
else:

    def replace(thing: Any, /, **changes: Any) -> Any:  # noqa: ANN401  mypy looks at the line above
        """Give a record, or a dataclass, with other values."""
        if isinstance(thing, msgspec.Struct):
            return msgspec.structs.replace(thing, **changes)
        from dataclasses import replace as replace_in_dataclass

        return replace_in_dataclass(thing, **changes)


__all__ = ["Draft", "Record", "field", "replace"]


class _DataclassFields:
    """What makes `dataclasses.replace`, `fields` and `asdict` take a record as they take a dataclass."""

    def __get__(self, instance: object, owner: type[msgspec.Struct]) -> dict[str, Any]:
        return _fields(owner)


@cache
def _fields(owner: type[msgspec.Struct]) -> dict[str, Any]:
    import dataclasses

    names, defaults = owner.__struct_fields__, owner.__struct_defaults__
    first = len(names) - len(defaults)
    told: list[Any] = [(name, Any) for name in names[:first]]
    for name, default in zip(names[first:], defaults, strict=True):
        if default is msgspec.NODEFAULT:
            told.append((name, Any))
        elif factory := getattr(default, "factory", None):
            told.append((name, Any, dataclasses.field(default_factory=factory)))
        else:
            told.append((name, Any, default))
    made: Any = dataclasses.make_dataclass(owner.__name__, told, kw_only=True)
    fields: dict[str, Any] = made.__dataclass_fields__
    return fields


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(msgspec.Struct, frozen=True):
    """Named values that never change, compared by value; with `order=True` they can be sorted."""

    if not TYPE_CHECKING:
        __dataclass_fields__ = _DataclassFields()


class Draft(msgspec.Struct):
    """Named values that are still being filled; compared by value, and no key of anything."""

    if not TYPE_CHECKING:
        __dataclass_fields__ = _DataclassFields()
