"""Run whole checks on hostile specs and print the time, memory, exit code and what was said of each.

    python bench/hostile.py [NAME ...]

Each spec is changed against itself in the hostile place, so that nothing is skipped as unchanged. Budgets: 5 s of
the processor's time, so that a busy machine changes nothing, and 500 MB.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import MIB, program

Json = Any
SECONDS, MEMORY = 5.0, 500.0


def spec(schema: Json, **components: Json) -> Json:
    """Give a spec that takes and gives a schema."""
    content = {"content": {"application/json": {"schema": schema}}}
    operation = {"requestBody": content, "responses": {"200": {"description": "", **content}}}
    head = {"openapi": "3.1.0", "info": {"title": "hostile", "version": "1"}}
    return head | {"paths": {"/a": {"post": operation}}, "components": {"schemas": components}}


def nested(levels: int, leaf: Json) -> str:
    """Write a schema of many levels as text: Python's own writer would not."""
    before = '{"type":"object","properties":{"a":' * levels
    return json.dumps(spec("HERE")).replace('"HERE"', before + json.dumps(leaf) + "}}" * levels)


def union(count: int, last: Json) -> str:
    branches = [{"type": "object", "properties": {f"p{at}": {"type": "string"}}} for at in range(count - 1)]
    return json.dumps(spec({"anyOf": [*branches, last]}))


def tagged(count: int, last: str) -> str:
    tags = [last, *(f"k{at}" for at in range(1, count))]
    return json.dumps(
        spec(
            {
                "oneOf": [
                    {"type": "object", "required": ["kind"], "properties": {"kind": {"const": tag}}} for tag in tags
                ]
            }
        )
    )


def ring(count: int, leaf: Json) -> str:
    schemas: Json = {
        f"S{at}": {"type": "object", "properties": {"next": {"$ref": f"#/components/schemas/S{(at + 1) % count}"}}}
        for at in range(count)
    }
    schemas["S0"]["properties"]["leaf"] = leaf
    return json.dumps(spec({"$ref": "#/components/schemas/S0"}, **schemas))


def in_place(word: str, leaf: Json) -> str:
    return json.dumps(spec({"$ref": "#/components/schemas/A"}, A={word: [{"$ref": "#/components/schemas/A"}, leaf]}))


def cyclic_items(leaf: Json) -> str:
    document = spec(leaf)
    document["paths"]["/a"]["post"]["callbacks"] = {"on": {"{$request.body#/url}": {"$ref": "#/paths/~1a"}}}
    document["paths"]["/b"] = {"$ref": "#/paths/~1c"}
    document["paths"]["/c"] = {"$ref": "#/paths/~1b"}
    return json.dumps(document)


def doubling(depth: int, leaf: Json) -> str:
    """Write an allOf of two references, many deep: two to the power of its depth when written out."""
    schemas: Json = {f"S{at}": {word: [{"$ref": f"#/components/schemas/S{at + 1}"}] * 2}
                     for at, word in enumerate(["allOf", "anyOf"] * (depth // 2))}  # fmt: skip
    schemas[f"S{len(schemas)}"] = leaf
    return json.dumps(spec({"$ref": "#/components/schemas/S0"}, **schemas))


def aliases(leaf: str) -> str:
    lines = ["a0: &a0 {type: string}"]
    lines += [f"a{at}: &a{at} {{type: object, properties: {{{', '.join(f'p{n}: *a{at - 1}' for n in range(9))}}}}}"
              for at in range(1, 12)]  # fmt: skip
    return "\n".join(
        ["openapi: 3.1.0", "info: {title: hostile, version: '1'}", *lines, "paths:", "  /a:", "    post:",
         f"      requestBody: {{content: {{application/json: {{schema: {{allOf: [*a11, {{type: {leaf}}}]}}}}}}}}",
         "      responses: {'200': {description: ''}}", ""]
    )  # fmt: skip


TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
PATTERN = "^(a+)+(b*)*((c|d)+)*$"
CASES: dict[str, Callable[[Json], str]] = {
    "10,000 levels": lambda leaf: nested(10_000, leaf),
    "400 levels": lambda leaf: nested(400, leaf),
    "a ring of 3,000 schemas": lambda leaf: ring(3_000, leaf),
    "allOf holds itself": lambda leaf: in_place("allOf", leaf),
    "anyOf holds itself": lambda leaf: in_place("anyOf", leaf),
    "oneOf holds itself": lambda leaf: in_place("oneOf", leaf),
    "path items and callbacks in circles": cyclic_items,
    "a union of 10,000": lambda leaf: union(10_000, {"type": "object", "properties": {"z": leaf}}),
    "a tagged union of 10,000": lambda leaf: tagged(10_000, leaf["type"]),
    "two to the 40 parts": lambda leaf: doubling(40, leaf),
    "patterns that explode": lambda leaf: json.dumps(
        spec({"type": "string", "pattern": PATTERN if leaf is TEXT else PATTERN.replace("d", "e")})
    ),
    "counted patterns": lambda leaf: json.dumps(
        spec({"type": "string", "pattern": "((a{1,99}){1,99}){1,99}" if leaf is TEXT else "(a{1,999}){1,999}b"})
    ),
    "an alias bomb": lambda leaf: aliases(leaf["type"]),
    "NaN": lambda leaf: json.dumps(spec({"type": leaf["type"], "maximum": "N"})).replace('"N"', "NaN"),
    "huge numbers": lambda leaf: json.dumps(spec({"type": "number", "maximum": "N"})).replace(
        '"N"', "1e999999999" if leaf is TEXT else "9" * 20_000
    ),
    "huge counts": lambda leaf: json.dumps(
        spec({"type": "array", "items": leaf, "minItems": 10**9 if leaf is TEXT else 10**9 + 1, "uniqueItems": True})
    ),
    "an enum of 100,000": lambda leaf: json.dumps(spec({"enum": [f"v{at}" for at in range(100_000)] + [leaf["type"]]})),
    "20,000 properties": lambda leaf: json.dumps(
        spec({"type": "object", "properties": {f"p{at}": leaf for at in range(20_000)}})
    ),
}


def run(name: str, folder: Path) -> bool:
    """Check one pair and print its line; False when it is beyond a budget or ended oddly."""
    make, ends = CASES[name], []
    for side, leaf in (("base", TEXT), ("head", WHOLE)):
        path = folder / f"{side}.{'yaml' if 'alias' in name else 'json'}"
        path.write_text(make(leaf), encoding="utf-8")
        ends.append(f"file:{path}")
    words = [program(), "check", "--base", ends[0], "--head", ends[1], "--no-cache", "--output", "json"]
    begin = time.perf_counter()
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall, seconds = time.perf_counter() - begin, usage.ru_utime + usage.ru_stime
    memory, code = usage.ru_maxrss / MIB, os.waitstatus_to_exitcode(status)
    report = json.loads(output) if output.startswith(b"{") else {}
    rules = sorted({one["rule"] for one in report.get("findings", ())}) + [
        one["message"][:60] for one in report.get("problems", ())
    ]
    good = seconds < SECONDS and memory < MEMORY and code in (0, 1, 2)
    said = f"{seconds:.2f} s of work ({wall:.2f} s), {memory:.0f} MB, exit {code}: {', '.join(rules)[:150]}"
    print(f"{'' if good else 'BEYOND  '}{name}: {said}", flush=True)
    return good


def main() -> int:
    chosen = [name for name in CASES if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    with tempfile.TemporaryDirectory() as folder:
        results = [run(name, Path(folder)) for name in chosen]
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
