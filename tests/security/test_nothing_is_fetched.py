"""Under a guard on sockets, programs and files: a check reads its snapshots, and nothing else of the user's."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from checked_folders import GOOD, SPEC, check_folders
from hostile_text import MARKER

SECRETS = ("/etc/passwd", "/etc/shadow", "/etc/hosts")
REFERENCES = (
    "file:///etc/passwd", "http://127.0.0.1:9/x.yaml", "https://example.com/x.yaml#/a", "//example.com/x", "/etc/passwd",
    "../../../../../../../../etc/passwd", "ftp://example.com/x", "data:application/json,{}", "urn:x:y",
)  # fmt: skip


@pytest.fixture
def guard(monkeypatch):
    """Refuse every connection and every program, and note files that lie outside of the project and the tests."""
    opened = []

    def refuse(*arguments, **settings):
        raise AssertionError(f"{arguments} was tried")

    def note(event, arguments):
        if active and event == "open" and isinstance(arguments[0], str | bytes):
            opened.append(os.fsdecode(arguments[0]))

    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    started = subprocess.Popen.__init__

    def only_git(self, words, *arguments, **settings):
        assert words[0] == "git", f"{words} was tried"
        started(self, words, *arguments, **settings)

    monkeypatch.setattr(subprocess.Popen, "__init__", only_git)
    active = [True]
    sys.addaudithook(note)
    yield opened
    active.clear()


def referring(number, text):
    return f"""openapi: 3.1.0
info: {{title: Refs {number}, version: 1.0.0}}
paths:
  /a:
    $ref: '{text}'
  /b:
    get:
      parameters: [{{$ref: '{text}'}}]
      responses:
        '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '{text}'}}}}}}}}
        '404': {{$ref: '{text}'}}
components:
  schemas:
    C: {{$dynamicRef: '{text}', $id: 'x-{text}', $schema: '{text}'}}
"""


@pytest.mark.parametrize("words", [[], ["x-more: 1\n"]], ids=["new", "changed"])
def test_no_reference_is_followed_out_of_the_snapshot(capsys, tmp_path, guard, monkeypatch, words):
    monkeypatch.setenv("PATH", "")
    specs = {f"s{number}/openapi.yaml": referring(number, text) for number, text in enumerate(REFERENCES)}
    others = {
        "k/kustomization.yaml": "resources: ['https://example.com/a.yaml', /etc/passwd, ../../../../../../etc/passwd]\n",
        "compose.yaml": "services:\n  a: {build: ., env_file: /etc/passwd, extends: {file: /etc/passwd, service: b}}\n",
        "catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: c}\nspec: {definition: {$text: 'file:///etc/passwd'}}\n",
    }  # fmt: skip
    base = {path: text + words[0] for path, text in specs.items()} if words else {}
    done = check_folders(capsys, tmp_path, {**specs, **others}, base)

    outside = [path for path in guard if path in SECRETS or path.startswith(("http", "file:"))]
    assert outside == []
    assert "root:x:0:0" not in done.out + str(done.report)
    assert done.found_the_rest
    assert len([f for f in done.findings("file-not-analysed") if "is not followed" in f]) >= len(REFERENCES)


def test_full_validation_follows_nothing_either(capsys, tmp_path, guard):
    from checked_folders import KEPT, check, write

    spec = SPEC + "  /p: {$ref: 'file:///etc/passwd'}\n  /q: {$ref: 'http://127.0.0.1:9/x'}\n"
    write(tmp_path / "base", {**GOOD, **KEPT})
    write(tmp_path / "head", {**GOOD, "orders/openapi.yaml": spec})
    sides = ("--base", f"dir:{tmp_path / 'base'}", "--head", f"dir:{tmp_path / 'head'}")
    done = check(capsys, tmp_path, *sides, "--no-cache", "--validate", "full")

    assert "root:x:0:0" not in done.out + str(done.report)
    assert [path for path in guard if path in SECRETS] == []


def test_a_run_writes_what_it_was_asked_for_and_nothing_else(capsys, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    check_folders(capsys, tmp_path / "work", {})
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}

    sides = {f"work/{side}/{path}" for side in ("base", "head") for path in GOOD}
    assert written == sides | {"work/report.json"}


def test_no_secret_of_the_files_is_shown(capsys, tmp_path):
    secret = f"""apiVersion: v1
kind: Secret
metadata: {{name: orders}}
stringData: {{password: {MARKER}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: orders}}
spec:
  replicas: 1
  selector: {{matchLabels: {{app: orders}}}}
  template:
    metadata: {{labels: {{app: orders}}}}
    spec:
      containers:
        - name: orders
          image: orders
          env:
            - {{name: DATABASE_URL, value: 'postgresql://me:{MARKER}@db/orders'}}
            - {{name: API_TOKEN, value: {MARKER}}}
"""
    spec = SPEC.replace("info:", f"x-api-key: {MARKER}\ninfo:")
    head = {"k/orders.yaml": secret, ".env": f"PASSWORD={MARKER}\n", "orders/openapi.yaml": spec + "  /p: {$ref: x}\n"}
    done = check_folders(capsys, tmp_path, head)
    formats = ("github", "gitlab", "junit", "markdown", "sarif", "json")
    from checked_folders import check

    sides = ("--base", f"dir:{tmp_path / 'base'}", "--head", f"dir:{tmp_path / 'head'}", "--no-cache", "-v")
    check(capsys, tmp_path, *sides, *(word for name in formats for word in ("-o", f"{name}={tmp_path / name}")))

    shown = [done.out, *(Path(tmp_path / name).read_text() for name in formats)]
    assert [text for text in shown if MARKER in text] == []


def test_the_cache_holds_no_source_and_no_secret(capsys, tmp_path):
    from checked_folders import check

    spec = SPEC.replace("info:", f"# {MARKER}\nx-api-key: {MARKER}\ninfo:")
    check_folders(capsys, tmp_path, {"orders/openapi.yaml": spec + "  /p: {$ref: x}\n"})
    sides = ("--base", f"dir:{tmp_path / 'base'}", "--head", f"dir:{tmp_path / 'head'}")
    check(capsys, tmp_path, *sides, "--cache-dir", str(tmp_path / "cache"))

    files = [path.read_bytes() for path in (tmp_path / "cache").iterdir()]
    assert files
    assert [data for data in files if MARKER.encode() in data] == []
