"""Avro's binary encoding of messages in Avro's JSON encoding: a second reading of the specification, for tests."""

import struct


def encoded(schema, value, names=None):
    """Write one message; `schema` is JSON whose names are all full or without namespace."""
    names = {} if names is None else names
    collect(schema, names)
    return _encode(schema, value, names)


def collect(schema, names):
    if isinstance(schema, list):
        for one in schema:
            collect(one, names)
    elif isinstance(schema, dict):
        if "name" in schema:
            names[_full(schema)] = names[schema["name"]] = schema
        for part in (schema.get("items"), schema.get("values"), *(one["type"] for one in schema.get("fields", ()))):
            collect(part, names)


def _full(schema):
    return f"{schema['namespace']}.{schema['name']}" if schema.get("namespace") else schema["name"]


def _long(number):
    zigzag = (number << 1) ^ (number >> 63)
    out = bytearray()
    while zigzag & ~0x7F:
        out.append((zigzag & 0x7F) | 0x80)
        zigzag >>= 7
    out.append(zigzag)
    return bytes(out)


def _bytes(data):
    return _long(len(data)) + data


def _encode(schema, value, names):
    if isinstance(schema, list):
        return _union(schema, value, names)
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind in names:
        return _encode(names[kind], value, names)
    match kind:
        case "null":
            return b""
        case "boolean":
            return b"\1" if value else b"\0"
        case "int" | "long":
            return _long(value)
        case "float":
            return struct.pack("<f", value)
        case "double":
            return struct.pack("<d", value)
        case "bytes":
            return _bytes(value.encode("latin-1"))
        case "string":
            return _bytes(value.encode())
        case "fixed":
            return value.encode("latin-1")
        case "enum":
            return _long(schema["symbols"].index(value))
        case "array":
            return _blocks([_encode(schema["items"], one, names) for one in value])
        case "map":
            items = value.items()
            return _blocks([_bytes(key.encode()) + _encode(schema["values"], one, names) for key, one in items])
        case "record":
            return b"".join(_encode(one["type"], value[one["name"]], names) for one in schema["fields"])
        case _:
            raise AssertionError(kind)


def _blocks(parts):
    return (_long(len(parts)) + b"".join(parts) if parts else b"") + b"\0"


def _union(schema, value, names):
    wanted = "null" if value is None else next(iter(value))
    for index, branch in enumerate(schema):
        if wanted in label(branch, names):
            return _long(index) + _encode(branch, None if value is None else value[wanted], names)
    raise AssertionError((schema, value))


def label(branch, names):
    """Every name that a union's branch may have in the JSON encoding."""
    kind = branch if isinstance(branch, str) else branch["type"]
    if kind in names:
        return {_full(names[kind])}
    return {_full(branch)} if isinstance(branch, dict) and "name" in branch else {kind}
