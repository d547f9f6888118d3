"""The published JSON Schemas of plans, verifications and contract files."""

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

import msgspec

from deploycheck.model.contract import STRATEGIES
from deploycheck.model.plan import ACTIONS, WAITS, RollbackStatus
from deploycheck.planning.contract_shape import ContractsShape
from deploycheck.planning.result import Code, RepairKind

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
TEXTS: Final[Schema] = {"type": "array", "items": TEXT}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
MAYBE_SECONDS: Final[Schema] = {"type": ["integer", "null"], "minimum": 0}


def schema(name: str) -> Schema:
    """Give the JSON Schema of `plan`, `verification` or `contracts`; raises KeyError for another name."""
    return _MAKERS[name]()


def _titled(name: str, content: Schema) -> Schema:
    title = f"deploycheck.{name}/v1"
    return {"$schema": DIALECT, "$id": title, "title": title, **content}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(name: str) -> Schema:
    return _arrays(_ref(name))


def _arrays(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**required, **(optional or {})},
    }


def _contracts() -> Schema:
    (found,), definitions = msgspec.json.schema_components([ContractsShape], ref_template="#/$defs/{name}")
    return _titled("contracts", {**found, "$defs": definitions})


def _verification() -> Schema:
    broken = _object({"wave": {"type": "integer", "minimum": 1}, "live": TEXTS, "atom": TEXT, "text": TEXT})
    content = _object(
        {
            "schema": {"const": "deploycheck.verification/v1"},
            "verdict": {"enum": ["safe", "unsafe"]},
            "missing": {**TEXTS, "description": "Units that change and that the plan leaves out."},
            "violations": _arrays(broken),
            "states": COUNT,
            "checks": COUNT,
        }
    )
    return _titled("verification", content)


def _plan() -> Schema:
    content = _object(
        {
            "schema": {"const": "deploycheck.plan/v1"},
            "title": TEXT,
            "environment": TEXT,
            "base": {"type": "object"},
            "head": {"type": "object"},
            "verdict": {"enum": ["plan", "refused"]},
            "waves": _list("wave"),
            "refusals": _list("refusal"),
            "already_broken": _list("violation"),
            "assumptions": TEXTS,
            "verified": _object({"states": COUNT, "checks": COUNT}),
        }
    )
    return _titled("plan", {**content, "$defs": {**_moving(), **_refusing()}})


def _moving() -> dict[str, Schema]:
    """Give the definitions of what a plan does."""
    version: Schema = {"type": ["string", "null"], "description": "null: absent"}
    versions: Schema = {"anyOf": [version, _arrays(version)]}
    by_unit: Schema = {"type": "object", "additionalProperties": versions}
    shared: dict[str, Schema] = {
        "id": TEXT,
        "units": {**TEXTS, "minItems": 1},
        "after": _list("after"),
        "duration_s": MAYBE_SECONDS,
    }
    move: dict[str, Schema] = {
        "action": {"enum": [action for action in ACTIONS if action != "wait"]},
        "from": {"anyOf": [versions, by_unit], "description": "What is live; by unit in a joint step."},
        "to": {"anyOf": [version, by_unit], "description": "What it becomes; by unit in a joint step."},
        "strategy": {"enum": list(STRATEGIES)},
        "rollback": _ref("rollback"),
        "downtime": {"anyOf": [{"type": "null"}, _object({"users": TEXTS, "duration_s": MAYBE_SECONDS})]},
        "exposure": {"type": ["number", "null"], "description": "Requests that a bad version would meet."},
    }
    return {
        "wave": _object({"index": {"type": "integer", "minimum": 1}, "steps": _list("step")}),
        "step": {"oneOf": [_ref("move"), _ref("wait")]},
        "move": _object({**shared, **move}),
        "wait": _object({**shared, "action": {"const": "wait"}, "for": {"enum": list(WAITS)}}),
        "after": _object({"step": TEXT, "because": _list("because")}),
        "because": _object({"atom": TEXT, "user": TEXT, "provider": TEXT, "text": TEXT, **_EVIDENCE}),
        "rollback": _object({"status": {"enum": list(get_args(RollbackStatus))}, "not_behind": TEXTS, "note": TEXT}),
        "location": _object({}, {"path": TEXT, "line": COUNT}),
    }


_EVIDENCE: Final[dict[str, Schema]] = {"evidence": TEXT, "location": {"$ref": "#/$defs/location"}}


def _refusing() -> dict[str, Schema]:
    """Give the definitions of what a refusal says."""
    repair = {
        "kind": {"enum": list(get_args(RepairKind))},
        "units": TEXTS,
        "keep": {**TEXTS, "description": "Atoms that the proposed versions keep for one more release."},
        "plan": {
            "type": "array",
            "items": {"type": "array", "items": TEXTS},
            "description": "Waves of steps of units.",
        },
        "text": TEXT,
        "extra_releases": COUNT,
        "verified": _object({"waves": COUNT, "states": COUNT}),
    }
    return {
        "refusal": _object(
            {
                "code": {"enum": list(get_args(Code))},
                "units": TEXTS,
                "violations": _list("violation"),
                "repairs": _list("repair"),
            }
        ),
        "violation": _object({"live": TEXTS, "atom": TEXT, "text": TEXT, **_EVIDENCE}),
        "repair": _object(repair),
    }


_MAKERS: Final[dict[str, Callable[[], Schema]]] = {
    "plan": _plan,
    "verification": _verification,
    "contracts": _contracts,
}
NAMES: Final = tuple(_MAKERS)
"""What `schema` knows."""
