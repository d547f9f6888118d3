"""Swagger 2.0 written as OpenAPI 3.0, so that the rest knows one form."""

from collections.abc import Mapping
from typing import Any

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
_SCHEMA_KEYS = frozenset(
    ("type", "format", "items", "default", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum",
     "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "multipleOf")
)  # fmt: skip
_JSON = ["application/json"]
_MOVED = {
    "#/definitions/": "#/components/schemas/",
    "#/parameters/": "#/components/parameters/",
    "#/responses/": "#/components/responses/",
}
_FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}


def upgraded(value: Mapping[str, Any]) -> dict[str, Any]:
    """Give a Swagger 2.0 document in the form of OpenAPI 3.0."""
    spec = _rereferred(value)
    consumes, produces = _types(spec.get("consumes")), _types(spec.get("produces"))
    shared = _mapping(spec.get("parameters"))
    result: dict[str, Any] = {"openapi": "3.0.0", "info": spec.get("info") or {}, "servers": _servers(spec)}
    result["components"] = {
        "schemas": _mapping(spec.get("definitions")),
        "parameters": {name: _parameter(part) for name, part in shared.items() if _place(part) not in _BODIES},
        "responses": {name: _response(part, produces) for name, part in _mapping(spec.get("responses")).items()},
        "securitySchemes": {name: _scheme(part) for name, part in _mapping(spec.get("securityDefinitions")).items()},
    }
    for key in ("security", "tags"):
        if key in spec:
            result[key] = spec[key]
    result.update((key, part) for key, part in spec.items() if key.startswith("x-"))
    paths = _mapping(spec.get("paths"))
    result["paths"] = {path: _item(item, shared, consumes, produces) for path, item in paths.items()}
    return result


_BODIES = ("body", "formData")


def _rereferred(value: Any) -> Any:  # noqa: ANN401  any JSON value; nesting is bounded by the parser
    """Rewrite references to where things stand in OpenAPI 3."""
    if isinstance(value, dict):
        return {key: _moved(part) if key == "$ref" else _rereferred(part) for key, part in value.items()}
    return [_rereferred(part) for part in value] if isinstance(value, list) else value


def _moved(text: Any) -> Any:  # noqa: ANN401  as written
    if not isinstance(text, str):
        return _rereferred(text)
    for old, new in _MOVED.items():
        text = text.replace(old, new, 1)
    return text


def _mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401  as written
    return value if isinstance(value, dict) else {}


def _types(value: Any) -> list[str]:  # noqa: ANN401  as written
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) and value else _JSON


def _place(parameter: Any) -> object:  # noqa: ANN401  as written
    return parameter.get("in") if isinstance(parameter, dict) else None


def _servers(spec: Mapping[str, Any]) -> list[dict[str, str]]:
    base, host = str(spec.get("basePath") or ""), str(spec.get("host") or "")
    schemes = [text for text in spec.get("schemes") or ["https"] if isinstance(text, str)]
    return [{"url": f"{scheme}://{host}{base}" if host else base or "/"} for scheme in (schemes if host else [""])]


def _item(item: Any, shared: dict[str, Any], consumes: list[str], produces: list[str]) -> Any:  # noqa: ANN401  as written
    if not isinstance(item, dict):
        return item
    joined = [_resolved(part, shared) for part in item.get("parameters") or ()]
    result = {key: part for key, part in item.items() if key not in _METHODS and key != "parameters"}
    for method in _METHODS:
        if isinstance(item.get(method), dict):
            result[method] = _operation(item[method], joined, shared, consumes, produces)
    return result


def _resolved(parameter: Any, shared: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401  as written
    text = parameter.get("$ref") if isinstance(parameter, dict) else None
    if isinstance(text, str) and text.startswith("#/components/parameters/"):
        return _mapping(shared.get(text.rpartition("/")[2]))
    return _mapping(parameter)


def _operation(
    operation: dict[str, Any], joined: list[Any], shared: dict[str, Any], consumes: list[str], produces: list[str]
) -> dict[str, Any]:
    own = [_resolved(part, shared) for part in operation.get("parameters") or ()]
    names = {(part.get("name"), part.get("in")) for part in own}
    parts = own + [part for part in joined if (part.get("name"), part.get("in")) not in names]
    left_out = ("parameters", "responses", "consumes", "produces", "schemes")
    result = {key: value for key, value in operation.items() if key not in left_out}
    result["parameters"] = [_parameter(part) for part in parts if part.get("in") not in _BODIES]
    taken = _types(operation.get("consumes")) if operation.get("consumes") else consumes
    if body := _body(parts, taken):
        result["requestBody"] = body
    given = _types(operation.get("produces")) if operation.get("produces") else produces
    result["responses"] = {
        status: _response(part, given) for status, part in _mapping(operation.get("responses")).items()
    }
    return result


def _body(parts: list[Any], consumes: list[str]) -> dict[str, Any] | None:
    for part in parts:
        if part.get("in") == "body":
            content = {media: {"schema": part.get("schema") or {}} for media in consumes}
            return {"required": part.get("required") is True, "content": content}
    form = [part for part in parts if part.get("in") == "formData"]
    if not form:
        return None
    required = [part.get("name") for part in form if part.get("required") is True]
    schema = {"type": "object", "properties": {str(part.get("name")): _schema(part) for part in form}}
    if required:
        schema["required"] = required
    forms = [media for media in consumes if "form" in media] or ["application/x-www-form-urlencoded"]
    return {"required": bool(required), "content": {media: {"schema": schema} for media in forms}}


def _schema(part: dict[str, Any]) -> dict[str, Any]:
    schema = {key: value for key, value in part.items() if key in _SCHEMA_KEYS}
    return {"type": "string", "format": "binary"} if schema.get("type") == "file" else schema


def _parameter(part: Any) -> Any:  # noqa: ANN401  as written
    if not isinstance(part, dict) or "$ref" in part:
        return part
    result = {key: value for key, value in part.items() if key not in _SCHEMA_KEYS and key != "collectionFormat"}
    result["schema"] = _schema(part)
    match part.get("collectionFormat", "csv" if part.get("type") == "array" else None):
        case "multi":
            result.update(style="form", explode=True)
        case "ssv":
            result.update(style="spaceDelimited", explode=False)
        case "pipes":
            result.update(style="pipeDelimited", explode=False)
        case "csv" if part.get("in") == "query":
            result.update(style="form", explode=False)
    return result


def _response(part: Any, produces: list[str]) -> Any:  # noqa: ANN401  as written
    if not isinstance(part, dict) or "$ref" in part:
        return part
    result = {key: value for key, value in part.items() if key not in ("schema", "examples", "headers")}
    headers = {
        name: {"schema": _schema(head)} for name, head in _mapping(part.get("headers")).items() if _mapping(head)
    }
    if headers:
        result["headers"] = headers
    if "schema" in part:
        result["content"] = {media: {"schema": part["schema"]} for media in produces}
    return result


def _scheme(part: Any) -> Any:  # noqa: ANN401  as written
    if not isinstance(part, dict):
        return part
    if part.get("type") == "basic":
        return {"type": "http", "scheme": "basic"}
    if part.get("type") != "oauth2":
        return part
    flow = str(part.get("flow"))
    keys = ("authorizationUrl", "tokenUrl", "scopes")
    return {"type": "oauth2", "flows": {_FLOWS.get(flow, flow): {key: part[key] for key in keys if key in part}}}
