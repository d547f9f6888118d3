"""Rewritings of a question that mean the same."""

import copy

from containment.closing_reference import Unroller
from containment.random_pairs import Question

UNORDERED = ("anyOf", "oneOf", "allOf", "required", "enum")
VALUES = ("const", "enum")


def renamed(asked):
    """Other names for the definitions, different ones on each side."""
    sides = [(asked.sent, asked.sent_defs, "Sent"), (asked.taken, asked.taken_defs, "Taken")]
    made = [
        (_references(schema, suffix), {name + suffix: _references(part, suffix) for name, part in defs.items()})
        for schema, defs, suffix in sides
    ]
    return Question(*made[0], *made[1])


def _references(schema, suffix):
    if isinstance(schema, dict):
        return {
            word: f"{part}{suffix}" if word == "$ref" else part if word in VALUES else _references(part, suffix)
            for word, part in schema.items()
        }
    return [_references(part, suffix) for part in schema] if isinstance(schema, list) else schema


def inlined(asked):
    """Each reference of the two schemas replaced by what it leads to, once, where nothing contains itself in place."""
    return Question(
        _inlined(asked.sent, asked.sent_defs, Unroller(asked.sent_defs).cyclic),
        asked.sent_defs,
        _inlined(asked.taken, asked.taken_defs, Unroller(asked.taken_defs).cyclic),
        asked.taken_defs,
    )


def _inlined(schema, defs, cyclic):
    if isinstance(schema, list):
        return [_inlined(part, defs, cyclic) for part in schema]
    if not isinstance(schema, dict):
        return schema
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    made = {word: part if word in VALUES else _inlined(part, defs, cyclic) for word, part in schema.items()}
    if not name or name in cyclic:
        return made
    if len(schema) == 1:
        return copy.deepcopy(defs[name])
    del made["$ref"]
    return made | {"allOf": [*made.get("allOf", ()), copy.deepcopy(defs[name])]}


def reordered(asked):
    """Keys and members the other way round."""
    return Question(*(_reversed(part) for part in (asked.sent, asked.sent_defs, asked.taken, asked.taken_defs)))


def _reversed(schema, word=""):
    if isinstance(schema, dict) and word not in VALUES:
        return {key: _reversed(part, key) for key, part in reversed(schema.items())}
    if isinstance(schema, list) and word in UNORDERED:
        return [part if word in VALUES else _reversed(part) for part in reversed(schema)]
    if isinstance(schema, list) and word not in VALUES:
        return [_reversed(part) for part in schema]
    return schema


def wrapped(asked):
    """Both schemas inside an `allOf` of one."""
    return Question({"allOf": [asked.sent]}, asked.sent_defs, {"allOf": [asked.taken]}, asked.taken_defs)


REWRITINGS = (renamed, inlined, reordered, wrapped)
