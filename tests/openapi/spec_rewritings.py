"""Whole specs around random schemas, and rewritings of specs that mean the same."""

import copy
import json

VALUES = ("const", "enum", "default", "example")
UNORDERED = ("anyOf", "oneOf", "allOf", "required", "enum", "parameters")
SCHEMAS = "#/components/schemas/"
OK = {"description": "OK"}


def spec(schema, defs):
    """A spec that takes and answers a schema, and takes another one as a parameter."""
    root, named = referring(schema), {name: referring(part) for name, part in defs.items()}
    media = {"content": {"application/json": {"schema": root}}}
    size = {"name": "size", "in": "query", "content": {"application/json": {"schema": {"$ref": f"{SCHEMAS}P"}}}}
    total = {"X-Total": {"content": {"application/json": {"schema": {"$ref": f"{SCHEMAS}Q"}}}}}
    plain = {"name": "page", "in": "query", "schema": {"type": "integer"}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Random", "version": "1"},
        "paths": {
            "/sent": {"post": {"parameters": [size, plain], "requestBody": media, "responses": {"204": OK}}},
            "/got": {"get": {"responses": {"200": {**OK, **media, "headers": total}, "404": OK}}},
        },
        "components": {"schemas": named},
    }


def referring(part):
    """A schema whose definitions are components."""
    return _mapped(part, lambda text: text.replace("#/$defs/", SCHEMAS))


def _mapped(part, change):
    if isinstance(part, list):
        return [_mapped(one, change) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        word: change(one)
        if word == "$ref" and isinstance(one, str)
        else one
        if word in VALUES
        else _mapped(one, change)
        for word, one in part.items()
    }


def renamed(whole):
    """Every component has another name."""
    found = _mapped(whole, lambda text: f"{text}New")
    schemas = found["components"]["schemas"]
    return {**found, "components": {"schemas": {f"{name}New": part for name, part in schemas.items()}}}


def inlined(whole):
    """References of operations replaced by what they lead to, once, but for schemas that contain themselves."""
    schemas = whole["components"]["schemas"]
    free = {name for name in schemas if name not in _reached(schemas[name], schemas)}
    return {**whole, "paths": _inlined(whole["paths"], schemas, free)}


def _reached(part, schemas):
    waiting, found = [part], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            name = one["$ref"].removeprefix(SCHEMAS) if isinstance(one.get("$ref"), str) else None
            if name and name not in found:
                found.add(name)
                waiting.append(schemas[name])
            waiting += [below for word, below in one.items() if word not in VALUES]
    return found


def _inlined(part, schemas, free):
    if isinstance(part, list):
        return [_inlined(one, schemas, free) for one in part]
    if not isinstance(part, dict):
        return part
    made = {word: one if word in VALUES else _inlined(one, schemas, free) for word, one in part.items()}
    name = made["$ref"].removeprefix(SCHEMAS) if isinstance(made.get("$ref"), str) else None
    if name not in free:
        return made
    del made["$ref"]
    target = copy.deepcopy(schemas[name])
    return {**made, "allOf": [*made.get("allOf", ()), target]} if made else target


def reordered(whole, word=""):
    """Keys and members the other way round."""
    if isinstance(whole, dict) and word not in VALUES:
        return {key: reordered(part, key) for key, part in reversed(whole.items())}
    if isinstance(whole, list) and word in UNORDERED:
        return [part if word in VALUES else reordered(part) for part in reversed(whole)]
    return [reordered(part) for part in whole] if isinstance(whole, list) and word not in VALUES else whole


def wrapped(whole):
    """Every schema of an operation, and every component, inside an `allOf` of one."""
    found = _wrapped(whole)
    schemas = {name: {"allOf": [part]} for name, part in found["components"]["schemas"].items()}
    return {**found, "components": {"schemas": schemas}}


def _wrapped(part):
    if isinstance(part, list):
        return [_wrapped(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {word: {"allOf": [one]} if word == "schema" else _wrapped(one) for word, one in part.items()}


def extracted(whole):
    """Bodies, answers, headers and parameters as components that operations refer to."""
    found = copy.deepcopy(whole)
    sent, got = found["paths"]["/sent"]["post"], found["paths"]["/got"]["get"]
    found["components"] |= {
        "parameters": {"Size": sent["parameters"][0]},
        "requestBodies": {"Sent": sent["requestBody"]},
        "headers": {"Total": got["responses"]["200"]["headers"].pop("X-Total")},
        "responses": {"Got": got["responses"]["200"]},
    }
    got["responses"]["200"]["headers"]["X-Total"] = {"$ref": "#/components/headers/Total"}
    got["responses"]["200"] = {"$ref": "#/components/responses/Got"}
    sent["requestBody"] = {"$ref": "#/components/requestBodies/Sent"}
    sent["parameters"][0] = {"$ref": "#/components/parameters/Size"}
    return found


REWRITINGS = (renamed, inlined, reordered, wrapped, extracted)


def text(whole):
    """A spec as its file."""
    return json.dumps(whole)
