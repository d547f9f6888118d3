"""Where an edited object stands: each site puts it into an operation, or a webhook, of its own."""

from collections.abc import Callable
from typing import Any

from openapi.completeness.spec_edits import ANSWERS, TEXT, Edit

Json = Any
Place = Callable[[Json], Json]
OK = {"description": "OK"}


def _content(kind: str, media: Json) -> Json:
    return {"content": {kind: media}}


def _property(schema: Json) -> Json:
    return {"type": "object", "properties": {"p": schema}}


def _sent(schema: Json, kind: str = "application/json") -> Json:
    return {"post": {"requestBody": _content(kind, {"schema": _property(schema)}), "responses": ANSWERS}}


def _got(schema: Json, kind: str = "application/json") -> Json:
    return {"get": {"responses": {"200": {**OK, **_content(kind, {"schema": _property(schema)})}}}}


def _called(operation: Json) -> Json:
    return {"post": {"responses": ANSWERS, "callbacks": {"paid": {"{$request.query.url}": {"post": operation}}}}}


def _answered(response: Json) -> Json:
    return {"get": {"responses": {"200": response}}}


def _header(header: Json) -> Json:
    return {**OK, "headers": {"X-A": header}}


_PARTS = {"type": "object", "properties": {"f": {"type": "array", "items": {"type": "string"}}}}


def _form(encoding: Json) -> Json:
    return {"content": {"multipart/form-data": {"schema": _PARTS, "encoding": {"f": encoding}}}}


def _multipart(media: Json) -> Json:
    return {"content": {"multipart/form-data": media}}


def _post(body: Json) -> Json:
    return {"post": {"requestBody": body, "responses": ANSWERS}}


def _union(discriminator: Json) -> Json:
    members = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]
    return {"oneOf": members, "discriminator": discriminator}


def _xml(description: Json) -> Json:
    return {**TEXT, "xml": description}


SITES: dict[tuple[str, str], Place] = {
    ("schema", "request"): _sent,
    ("schema", "response"): _got,
    ("schema", "parameter"): lambda one: {
        "get": {"parameters": [{"name": "q", "in": "query", "schema": one}], "responses": ANSWERS}
    },
    ("schema", "header"): lambda one: _answered(_header({"schema": one})),
    ("schema", "callback"): lambda one: _called(_sent(one)["post"]),
    ("schema", "webhook"): _sent,
    ("schema", "request in XML"): lambda one: _sent(one, "application/xml"),
    ("schema", "response in XML"): lambda one: _got(one, "application/xml"),
    ("discriminator", "request"): lambda one: _sent(_union(one)),
    ("discriminator", "response"): lambda one: _got(_union(one)),
    ("xml", "request in XML"): lambda one: _sent(_xml(one), "application/xml"),
    ("xml", "response in XML"): lambda one: _got(_xml(one), "application/xml"),
    ("parameter", "operation"): lambda one: {"get": {"parameters": [one], "responses": ANSWERS}},
    ("parameter", "path item"): lambda one: {"parameters": [one], "get": {"responses": ANSWERS}},
    ("parameter", "callback"): lambda one: _called({"parameters": [one], "responses": ANSWERS}),
    ("header", "response"): lambda one: _answered(_header(one)),
    ("header", "callback"): lambda one: _called({"responses": {"200": _header(one)}}),
    ("media-type", "request"): lambda one: _post(_content("application/json", one)),
    ("media-type", "response"): lambda one: _answered({**OK, **_content("application/json", one)}),
    ("media-type", "callback"): lambda one: _called(_post(_content("application/json", one))["post"]),
    ("media-type", "request in parts"): lambda one: _post(_multipart(one)),
    ("media-type", "response in parts"): lambda one: _answered({**OK, **_multipart(one)}),
    ("media-type", "callback in parts"): lambda one: _called(_post(_multipart(one))["post"]),
    ("encoding", "request in parts"): lambda one: _post(_form(one)),
    ("encoding", "response in parts"): lambda one: _answered({**OK, **_form(one)}),
    ("encoding", "callback in parts"): lambda one: _called(_post(_form(one))["post"]),
    ("content", "request"): lambda one: _post({"content": one}),
    ("content", "response"): lambda one: _answered({**OK, "content": one}),
    ("content", "callback"): lambda one: _called(_post({"content": one})["post"]),
    ("request-body", "operation"): _post,
    ("request-body", "callback"): lambda one: _called(_post(one)["post"]),
    ("request-body", "webhook"): _post,
    ("response", "operation"): _answered,
    ("response", "callback"): lambda one: _called({"responses": {"200": one}}),
    ("responses", "operation"): lambda one: {"get": {"responses": one}},
    ("responses", "callback"): lambda one: _called({"responses": one}),
    ("link", "response"): lambda one: _answered({**OK, "links": {"next": one}}),
    ("callbacks", "operation"): lambda one: {"post": {"responses": ANSWERS, "callbacks": {"paid": one}}},
    ("operation", "operation"): lambda one: {"get": one},
    ("operation", "callback"): _called,
    ("operation", "webhook"): lambda one: {"post": one},
    ("path-item", "path"): lambda one: one,
    ("reference", "response"): _answered,
}

COMPONENTS: Json = {
    "schemas": {
        "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": TEXT, "sort": TEXT, "lives": TEXT}},
        "Dog": {"type": "object", "required": ["kind"], "properties": {"kind": TEXT, "sort": TEXT, "barks": TEXT}},
        "Text": TEXT,
        "Number": {"type": "integer"},
    },
    "responses": {
        "Text": {**OK, **_content("application/json", {"schema": TEXT})},
        "Number": {**OK, **_content("application/json", {"schema": {"type": "integer"}})},
    },
    "securitySchemes": {
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "login": {"type": "http", "scheme": "basic"},
    },
}


def place(edit: Edit, site: str, side: str) -> Json:
    """Give the path item, or webhook, that holds one side of an edit."""
    return SITES[edit.object, site](dict(edit.base if side == "base" else edit.head))
