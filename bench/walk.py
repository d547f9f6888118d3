"""Walk the history of a repository: each commit that touches the given paths against its parent.

    python bench/walk.py REPOSITORY OUT.jsonl MOST [PATH ...]

Writes one JSON line per pair: commit, day, seconds, verdict, problems, crashed rules and new findings.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from deploycheck import check
from deploycheck.engine.plugins import load_registry


def main() -> None:
    """Walk, and print how many pairs, the median and the worst time."""
    root, out, most, *paths = sys.argv[1:]
    registry = load_registry()
    seconds = []
    with Path(out).open("w", encoding="utf-8") as sink:
        for commit, day in commits(root, int(most), paths):
            row = pair(root, commit, day, registry)
            seconds.append(row["seconds"])
            sink.write(json.dumps(row) + "\n")
    print(f"{len(seconds)} pairs, median {median(seconds):.3f} s, worst {max(seconds):.3f} s")


def commits(root: str, most: int, paths: list[str]) -> Iterator[tuple[str, str]]:
    """Give commit and day, evenly spread over all that touch the paths; the first commit of all has no parent."""
    words = ["git", "-C", root, "log", "--first-parent", "--format=%H %P %cs", "--", *paths]
    rows = [line.split() for line in subprocess.check_output(words, text=True).splitlines()]
    found = [(row[0], row[-1]) for row in rows if len(row) > 2]
    yield from found[:: max(1, len(found) // most)][:most]


def pair(root: str, commit: str, day: str, registry: Any) -> dict[str, Any]:
    """Check one commit against its parent, at its day."""
    begin = time.perf_counter()
    when = date.fromisoformat(day)
    report = check(base=f"git:{commit}~1", head=f"git:{commit}", root=root, registry=registry, today=when)
    return {
        "commit": commit,
        "day": day,
        "seconds": round(time.perf_counter() - begin, 3),
        "verdict": report.verdict,
        "problems": [f"{one.path}:{one.line}: {one.message}" for one in report.problems],
        "crashed": [f"{one.rule}: {one.message}" for one in report.crashed],
        "findings": [
            f"{one.severity.value} {one.rule} {one.location.path}:{one.location.line}: {one.message}"
            for one in report.findings
            if one.status == "new"
        ],
    }


if __name__ == "__main__":
    main()
