"""Systems to measure on: repositories and contract files of any size, made the same way each time."""

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

SEED = 20261122


def git(folder: Path, *words: str) -> None:
    """Run git quietly, with an identity and without anybody's settings."""
    identity = ("-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def commit(folder: Path, title: str) -> None:
    """Commit all that is there; the first time it also makes the repository."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", title)


def many_files(folder: Path, count: int) -> None:
    """Make a repository of `count` source files and one commit, then a second commit that touches one of them."""
    for number in range(count):
        path = folder / f"src/part{number % 200:03d}/module{number:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"module {number}\n")
    commit(folder, "files")
    (folder / "notes.txt").write_text("one more\n")
    commit(folder, "one more")


def services(folder: Path, count: int, changed: int) -> None:
    """Make `count` services with a spec each, every one a consumer of three others; the second commit changes some."""
    chance = random.Random(SEED)
    manifest = ["services:"]
    for number in range(count):
        _write_spec(folder, number, "integer")
        others = sorted({chance.randrange(count) for _ in range(3)} - {number})
        manifest += [f"  s{number}:", f"    path: services/s{number}", f"    provides: {{s{number}: openapi.yaml}}"]
        manifest += ["    consumes:", *(f"      s{other}: [get{other}]" for other in others)] if others else []
    (folder / "deploycheck.yaml").write_text("\n".join(manifest) + "\n")
    commit(folder, "services")
    for number in range(changed):
        _write_spec(folder, number, "number")
    commit(folder, "changes")


def _write_spec(folder: Path, number: int, kind: str) -> None:
    path = folder / f"services/s{number}/openapi.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_spec(number, kind)) + "\n")


def _spec(number: int, kind: str) -> Iterator[str]:
    yield from ("openapi: 3.0.3", f"info: {{title: S{number}, version: 1.0.0}}", "paths:")
    for verb in ("get", "post"):
        yield f"  /{verb}/things/{number}:"
        yield f"    {verb}:"
        yield f"      operationId: {verb}{number}"
        if verb == "post":
            yield "      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}"
        yield "      responses:"
        yield "        '200':"
        yield "          description: fine"
        yield "          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}"
    yield from ("components:", "  schemas:", "    Thing:", "      type: object", "      required: [id, amount]")
    yield "      properties:"
    yield f"        amount: {{type: {kind}}}"
    yield from (f"        field{one}: {{type: string, maxLength: {one + 10}}}" for one in range(20))
    yield "        id: {type: string}"


def database(folder: Path, migrations: int, queries: int) -> None:
    """Make a history of migrations and annotated queries; the second commit adds one migration that drops a column."""
    (folder / "db/migrations").mkdir(parents=True)
    (folder / "db/queries").mkdir(parents=True)
    for number in range(1, migrations + 1):
        _migration(folder, number, _statement(number))
    for number in range(queries):
        table = number % (migrations // 5) * 5 + 1
        text = (
            f"-- name: Get{number} :one\nSELECT id, name, total FROM table{table} WHERE id = $1 AND total > {number};\n"
        )
        (folder / f"db/queries/query{number:04d}.sql").write_text(text)
    commit(folder, "database")
    _migration(folder, migrations + 1, "ALTER TABLE table1 DROP COLUMN total;")
    commit(folder, "drop")


def _migration(folder: Path, number: int, text: str) -> None:
    (folder / f"db/migrations/{number:06d}_step.up.sql").write_text(text + "\n")
    (folder / f"db/migrations/{number:06d}_step.down.sql").write_text("SELECT 1;\n")


def _statement(number: int) -> str:
    table = f"table{(number - 1) // 5 * 5 + 1}"
    steps = (
        f"CREATE TABLE {table} (id bigint PRIMARY KEY, name text NOT NULL, total numeric(12,2) DEFAULT 0);",
        f"ALTER TABLE {table} ADD COLUMN note text;",
        f"CREATE INDEX CONCURRENTLY {table}_name ON {table} (name);",
        f"ALTER TABLE {table} ALTER COLUMN note SET DEFAULT '';",
        f"CREATE VIEW view_{table} AS SELECT id, name FROM {table} WHERE total > 0;",
    )
    return steps[(number - 1) % 5]


def contracts(path: Path, components: int, needs: int) -> None:
    """Write a contract file in which every component changes, each need pointing to an earlier one."""
    chance = random.Random(SEED)
    wanted: dict[int, dict[str, list[str]]] = {number: {} for number in range(components)}
    for _ in range(needs):
        user = chance.randrange(1, components)
        provider = chance.randrange(max(0, user - 500), user)
        wanted[user].setdefault(f"c{provider}", []).append(f"GET /c{provider}")
    document = {
        "schema": "deploycheck.contracts/v1",
        "title": "bench",
        "components": {f"c{number}": _component(number, wanted[number]) for number in range(components)},
    }
    path.write_text(json.dumps(document))


def _component(number: int, needs: dict[str, list[str]]) -> dict[str, object]:
    old = {"provides": [f"GET /c{number}"], "needs": needs}
    new = {"provides": [f"GET /c{number}", f"GET /c{number}/new"], "needs": needs}
    return {"kind": "service", "deployed": "v1", "proposed": "v2", "versions": {"v1": old, "v2": new}}
