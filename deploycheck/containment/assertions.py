"""Reads what a schema object asserts without holding a schema: types, bounds, listed values, formats."""

from collections.abc import Callable
from typing import Any

from deploycheck.containment import keywords as kw
from deploycheck.containment.document import REFUSED, encoded
from deploycheck.containment.exact import is_number, readable
from deploycheck.containment.model import Json, SchemaProblem


def _names_of_names(value: Json) -> bool:
    lists = value.values() if isinstance(value, dict) else [None]
    return all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists)


_HUGE = 10**15
"""Beyond this a count says nothing about real values; NaN and infinities are not below it."""


def _counts(value: Json) -> bool:
    return is_number(value) and abs(value) < _HUGE and 0 <= value == int(value)


_ANYTHING: tuple[Callable[[Json], bool], str] = (lambda _value: True, "a value")
_NUMBER = (is_number, "a number")
_COUNT = (_counts, "a whole number from zero on")
_WANTED: dict[str, tuple[Callable[[Json], bool], str]] = {
    "enum": (lambda value: isinstance(value, list) and readable(value), "a list of values that JSON can write"),
    "const": (readable, "a value that JSON can write"),
    "pattern": (lambda value: isinstance(value, str), "a regular expression"),
    "uniqueItems": (lambda value: isinstance(value, bool), "true or false"),
    "dependentRequired": (_names_of_names, "a map of names to lists of names"),
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), _NUMBER),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains"), _COUNT),
    **dict.fromkeys(("minProperties", "maxProperties"), _COUNT),
}


def read_assertions(schema: dict[str, Any], pointer: str, out: dict[str, Any]) -> None:
    """Copy the assertions into the compiled object; raise `SchemaProblem` for what cannot be read."""
    for word in kw.UNSUPPORTED:
        if word in schema:
            refused = isinstance(schema[word], str) and schema[word].startswith(REFUSED)
            reason = schema[word].removeprefix(REFUSED) if refused else "this way to refer is not followed"
            raise SchemaProblem(f"{pointer}/{word}", word, reason)
    dialect = schema.get("$schema", kw.DIALECTS[0])
    if not (isinstance(dialect, str) and dialect.startswith(kw.DIALECTS)):
        raise SchemaProblem(f"{pointer}/$schema", "$schema", f"the dialect {dialect!r} is not known")
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        if not types or any(not isinstance(name, str) or name not in kw.TYPES for name in types):
            raise SchemaProblem(f"{pointer}/type", "type", f"no type of JSON Schema: {schema['type']!r}")
        out["type"] = schema["type"]
    for word, value in schema.items():
        if word in kw.COPIED:
            fits, wanted = _WANTED.get(word, _ANYTHING)
            if not fits(value):
                raise SchemaProblem(f"{pointer}/{word}", word, f"{wanted} is needed here")
            out[word] = value
    if isinstance(schema.get("format"), str) and schema["format"] in kw.ASSERTED_FORMATS:
        out["format"] = schema["format"]
    seeds = [schema[word] for word in kw.SEEDS if word in schema]
    if isinstance(schema.get("examples"), list):
        seeds.extend(schema["examples"][:3])
    seeds = [seed for seed in seeds if readable(seed) and encoded(seed) is not None]
    if seeds:
        out["x-seeds"] = seeds


def listed(members: Json, pointer: str, word: str, kind: type = object) -> list[Any]:
    """Give a list as written; raise `SchemaProblem` for anything else."""
    if not isinstance(members, list) or any(not isinstance(member, kind) for member in members):
        raise SchemaProblem(f"{pointer}/{word}", word, "a list is needed here")
    return members


def mapped(members: Json, pointer: str, word: str) -> dict[str, Any]:
    """Give a map by name as written; raise `SchemaProblem` for anything else."""
    if not isinstance(members, dict) or any(not isinstance(name, str) for name in members):
        raise SchemaProblem(f"{pointer}/{word}", word, "a map of names to schemas is needed here")
    return members
