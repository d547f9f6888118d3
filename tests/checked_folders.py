"""Two folders, checked by the command line in this process, and what came of it."""

import json
from dataclasses import dataclass

from deploycheck.cli.group import run

SPEC = """openapi: 3.0.3
info: {title: Orders, version: 1.0.0}
paths:
  /orders:
    get:
      responses:
        '200': {description: ok}
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: ok}
"""
LESS = SPEC.partition("  /orders/{id}")[0]
MANIFEST = "services:\n  orders: {path: orders, provides: {orders: openapi.yaml}}\n"
KEPT = {"keep/deploycheck.yaml": "services:\n  keep: {provides: {keep: openapi.yaml}}\n", "keep/openapi.yaml": SPEC}
"""A second service, whose mistake must be found whatever is wrong with the first."""
GOOD = {"deploycheck.yaml": MANIFEST, "orders/openapi.yaml": SPEC, **KEPT}


@dataclass(frozen=True)
class Checked:
    """The exit code, what was printed, and the report (None where none was written)."""

    code: int
    out: str
    err: str
    report: dict | None

    @property
    def problems(self):
        return [f"{p['path']}:{p['line']}: {p['message']}" for p in self.report["problems"]]

    def findings(self, *rules):
        return [
            f"{f['rule']} {f['location']['path']}:{f['location']['line']}: {f['message']}"
            for f in self.report["findings"]
            if f["status"] == "new" and f["service"] != "keep" and (not rules or f["rule"] in rules)
        ]

    @property
    def found_the_rest(self):
        """Whether the mistake in the other service was found."""
        return any(f["rule"] == "operation-removed" and f["service"] == "keep" for f in self.report["findings"])


def write(root, files):
    for name, content in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())


def check(capsys, root, *words):
    """Run `check` with these words; the report goes to a file beside the output."""
    target = root / "report.json"
    target.unlink(missing_ok=True)
    code = run(["check", "--today", "2026-11-22", *words, "-o", f"json={target}", "-o", "text"])
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return Checked(code, said.out, said.err, json.loads(target.read_text()) if target.exists() else None)


def check_folders(capsys, root, head, base=None):
    """Check GOOD, with the other service's operation removed and these files on top, against GOOD."""
    before = {**GOOD, **(base or {})}
    write(root / "base", before)
    write(root / "head", {**before, "keep/openapi.yaml": LESS, **head})
    return check(capsys, root, "--base", f"dir:{root / 'base'}", "--head", f"dir:{root / 'head'}", "--no-cache")
