"""Hold replayed histories of migrations against a real PostgreSQL: `python bench/replay.py FOLDER ...`.

For each history in a folder: how many migrations, what was not understood, what the replay took for an error, what this
server refuses (a history may want a newer one), and every difference from its tables, columns, types, nullability,
defaults, constraints, indexes, view columns and enums. Exit 1 unless all is understood and the same. The server is a
throw-away one, made from this machine's binaries.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from database_differences import differences
from postgres_server import Server, running

from deploycheck.domains.database.link import replay_history
from deploycheck.domains.database.loading import load_sql
from deploycheck.domains.database.migrations.history import History, Migration, SourceFile, histories


def main(folders: list[Path]) -> int:
    wrong = 0
    with running() as server:
        for folder in folders:
            for history in _histories(folder):
                wrong += compare(folder, history, server)
    return 1 if wrong else 0


def _histories(folder: Path) -> tuple[History, ...]:
    sources = {}
    for path in sorted(folder.rglob("*.sql")):
        name = path.relative_to(folder).as_posix()
        sources[name] = SourceFile(load_sql(name, path.read_bytes()), name)
    return histories(sources)


def compare(folder: Path, history: History, server: Server) -> int:
    begin = time.perf_counter()
    steps = replay_history(history.migrations)
    seconds = time.perf_counter() - begin
    opaque = [one for step in steps for one in step.opaque]
    conflicts = [one for step in steps for one in step.conflicts]
    scripts = [one for migration in history.migrations for one in scripts_of(migration)]
    database = server.database()
    said = server.sql(database, "\n".join(["\\set ON_ERROR_ROLLBACK on", *scripts]), stop=False).stderr
    refused = [line for line in said.splitlines() if "ERROR:" in line]
    relations, enums = server.contents(database)
    found = list(differences(steps[-1].after, relations, enums))
    print(
        f"{folder}/{history.root}: {len(steps)} migrations in {seconds:.2f} s, {len(relations)} relations, "
        f"{len(opaque)} not understood, {len(conflicts)} taken for errors, {len(refused)} refused by this server, "
        f"{len(found)} differences"
    )
    for one in (*opaque, *conflicts, *refused, *found):
        print(f"  {one}")
    return len(opaque) + len(conflicts) + len(found)


def scripts_of(migration: Migration) -> Iterator[str]:
    """Give what the tool sends, a transaction at a time."""
    for transaction in migration.transactions:
        text = "".join(f"{statement.text}\n;\n" for statement in transaction)
        yield f"BEGIN;\n{text}COMMIT;" if len(transaction) > 1 else text


if __name__ == "__main__":
    sys.exit(main([Path(one) for one in sys.argv[1:]]))
