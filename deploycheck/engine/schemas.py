"""JSON Schemas of the waivers file and of the configuration; tests hold them against what the readers accept."""

from typing import Any

from deploycheck.engine.configuration import FAIL_ON, SELECTORS, SEVERITIES
from deploycheck.engine.waivers import KEYS
from deploycheck.engine.waivers import SCHEMA as WAIVERS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
DATE = {"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}


def schema(name: str) -> dict[str, Any]:
    """Give the JSON Schema of `waivers` or `configuration`; raises KeyError for another name."""
    return {"waivers": _waivers, "configuration": _configuration}[name]()


def _closed(properties: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401  further keywords
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def _waivers() -> dict[str, Any]:
    keys = dict.fromkeys(KEYS, TEXT) | {"expires": DATE}
    waiver = _closed(keys, oneOf=[{"required": ["rule"]}, {"required": ["fingerprint"]}])
    entries = {"type": ["array", "null"], "items": waiver}
    return {"$schema": DIALECT, "title": WAIVERS, **_closed({"schema": {"const": WAIVERS}, "waivers": entries})}


def _configuration() -> dict[str, Any]:
    level = {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}}
    options = {"type": "object", "additionalProperties": {"type": "object"}}
    shared = {
        "select": TEXTS,
        "ignore": TEXTS,
        "fail-on": {"enum": list(FAIL_ON)},
        "strict": {"type": "boolean"},
        "severity": level,
        "options": options,
    }
    selectors = dict.fromkeys(SELECTORS, TEXT) | {"tier": {"type": "integer"}}
    override = _closed({**selectors, **shared}, anyOf=[{"required": [key]} for key in SELECTORS])
    whole = {
        **shared,
        "env": {"anyOf": [TEXT, TEXTS]},
        "estate": TEXTS,
        "policies": TEXTS,
        "exclude": TEXTS,
        "validate": {"enum": ["fast", "full"]},
        "overrides": {"type": "array", "items": override},
    }
    return {"$schema": DIALECT, "title": "deploycheck.configuration/v1", **_closed(whole)}
