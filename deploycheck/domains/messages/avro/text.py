"""The text of a schema with all that readers and writers notice: no documentation, no order of keys."""

from typing import Any

import msgspec

from deploycheck.domains.messages.avro.model import (
    MISSING,
    Array,
    AvroSchema,
    Enum,
    Field,
    Fixed,
    Logical,
    Map,
    Named,
    Primitive,
    Record,
    Ref,
    Type,
    Union,
)


def canonical_text(schema: AvroSchema) -> bytes:
    """Write a schema so that equal texts mean that nobody can tell two schemas apart by messages."""
    names = {name: _named(named) for name, named in sorted(schema.names.items())}
    return msgspec.json.encode([_type(schema.root), names], order="sorted", enc_hook=str)


def _type(type_: Type) -> Any:  # noqa: ANN401  JSON
    match type_:
        case Primitive(type=name, logical=logical):
            return [name, _logical(logical)] if logical else name
        case Array(items=items):
            return ["array", _type(items)]
        case Map(values=values):
            return ["map", _type(values)]
        case Union(branches=branches):
            return ["union", *(_type(one) for one in branches)]
        case Ref(name=name):
            return ["ref", name]


def _named(named: Named) -> Any:  # noqa: ANN401  JSON
    aliases = sorted(named.aliases)
    match named:
        case Enum(symbols=symbols, default=default):
            return ["enum", symbols, default, aliases]
        case Fixed(size=size, logical=logical):
            return ["fixed", size, _logical(logical), aliases]
        case Record(fields=fields):
            return ["record", aliases, *(_field(one) for one in fields)]


def _field(field: Field) -> Any:  # noqa: ANN401  JSON
    default = [] if field.default is MISSING else [field.default]
    return [field.name, _type(field.type), sorted(field.aliases), *default]


def _logical(logical: Logical | None) -> Any:  # noqa: ANN401  JSON
    return [logical.name, logical.precision, logical.scale] if logical else None
