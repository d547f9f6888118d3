"""An orders API with its consumers, as files in memory, for tests of who is hurt and of the order."""

import json

SPEC = """openapi: 3.0.3
info: {title: Orders, version: '1'}
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: OK
          content:
            application/json:
              schema: {type: object, properties: {id: {type: string}, total: {type: integer}}}
  /orders:
    post:
      requestBody: {content: {application/json: {schema: {type: object, properties: {sku: {type: string}}}}}}
      responses: {"201": {description: OK}}
"""
NO_TOTAL = SPEC.replace(", total: {type: integer}", "")
NO_GET = SPEC[: SPEC.index("  /orders/{id}:")] + SPEC[SPEC.index("  /orders:\n") :]


def manifest(consumes="[]", provides="{spec: openapi.yaml, consumers: closed}", **others):
    lines = [
        "services:",
        f"  orders: {{path: orders, provides: {{orders: {provides}}}}}",
        f"  web: {{path: web, consumes: {{orders: {consumes}}}}}",
    ]
    return "\n".join([*lines, *(f"  {name}: {text}" for name, text in others.items())]) + "\n"


def estate(spec, consumes="{operations: [getOrder], complete: true}", web="1", pact=None, **settings):
    files = {"deploycheck.yaml": manifest(consumes, **settings), "orders/openapi.yaml": spec, "web/a": web}
    if pact:
        interaction = {"request": {"method": "GET", "path": "/orders/7"}, "response": {"status": 200, "body": pact}}
        body = {
            "consumer": {"name": "mobile"},
            "provider": {"name": "orders"},
            "interactions": [{"description": "one", **interaction}],
            "metadata": {"pactSpecification": {"version": "2.0.0"}},
        }
        files["pacts/mobile.json"] = json.dumps(body)
    return files


def waves(result):
    return [sorted(unit for step in wave.steps for unit in step.units) for wave in result.waves]


def severities(report):
    return {f.rule: (f.severity.value, tuple(sorted({e.consumer for e in f.evidence}))) for f in report.findings}
