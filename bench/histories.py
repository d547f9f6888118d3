"""Compare specs along the history of a repository: verdicts, how many questions stayed open, and the time.

    python bench/histories.py files REPOSITORY OUT.jsonl MOST [PATH ...]     each changed spec as two single files
    python bench/histories.py commits REPOSITORY OUT.jsonl MOST [PATH ...]   each commit against its parent, all files
    python bench/histories.py folder FOLDER OUT.jsonl                        FOLDER/GROUP/*.json: each against the next
    python bench/histories.py routes FOLDER OUT.jsonl                        the same, and read whole: equal findings?
    python bench/histories.py sample SEED COUNT OUT.jsonl ...                draw findings and silences to be judged

Only the rules about APIs run. One JSON line per pair; the last lines printed are the sums. A question is a place where
the schemas of the two sides differ; `unknown` counts those that neither a proof nor a witness answered.
`sample` draws from each file COUNT errors or warnings, one of a pair after the other, and COUNT pairs without any.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from walk import commits

from deploycheck import check
from deploycheck.domains.openapi import judge
from deploycheck.engine.plugins import load_registry

LOUD = ("error", "warning")
Pair = tuple[str, str, str, str, date]
"""What is compared, root, base, head and day."""


class Tally(Counter[str]):
    """Counts the answers of containment, identical texts left out."""

    def __init__(self) -> None:
        super().__init__()
        asked = judge.Session.compare

        def compare(*words: Any, **more: Any) -> Any:
            answer = asked(*words, **more)
            if answer.proof != "identical":
                self[answer.verdict] += 1
                self["no without witness"] += answer.verdict == "incompatible" and not answer.differences
            return answer

        judge.Session.compare = compare


def git(root: str, *words: str) -> bytes:
    return subprocess.run(["git", "-C", root, *words], check=False, capture_output=True).stdout


def changed_files(root: str, most: int, paths: list[str], scratch: Path) -> Iterator[Pair]:
    """Write both sides of every changed spec to files of their own."""
    told = 0
    for commit, day in commits(root, most, paths):
        for line in git(root, "diff", "--name-status", f"{commit}~1", commit, "--", *paths).decode().splitlines():
            status, *names = line.split("\t")
            if status != "M" or told >= most:
                continue
            told += 1
            ends = []
            for side, ref in (("base", f"{commit}~1"), ("head", commit)):
                target = scratch / side / Path(names[0]).name
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(git(root, "show", f"{ref}:{names[0]}"))
                ends.append(f"file:{target}")
            yield f"{commit[:9]} {names[0]}", root, ends[0], ends[1], date.fromisoformat(day)


def whole_commits(root: str, most: int, paths: list[str]) -> Iterator[Pair]:
    for commit, day in commits(root, most, paths):
        yield commit[:9], root, f"git:{commit}~1", f"git:{commit}", date.fromisoformat(day)


def versions(folder: str) -> Iterator[Pair]:
    for group in sorted(path for path in Path(folder).iterdir() if path.is_dir()):
        files = sorted(group.glob("*.json"))
        for old, new in pairwise(files):
            yield f"{group.name} {old.stem} {new.stem}", folder, f"file:{old}", f"file:{new}", date(2026, 11, 22)


def row(pair: Pair, tally: Tally, registry: Any) -> dict[str, Any]:
    name, root, base, head, day = pair
    tally.clear()
    begin = time.perf_counter()
    report = check(base=base, head=head, root=root, registry=registry, today=day, select=["api", "gate"])
    return {
        "pair": name,
        "seconds": round(time.perf_counter() - begin, 3),
        "answers": dict(tally),
        "problems": [f"{one.path}:{one.line}: {one.message}" for one in report.problems],
        "crashed": [f"{one.rule}: {one.message}" for one in report.crashed],
        "findings": [
            f"{one.severity.value} {one.rule} {one.location.path}:{one.location.line}: {one.message}"
            for one in report.findings
            if one.status == "new"
        ],
    }


def read_whole(pair: Pair, tally: Tally, registry: Any, folder: Path) -> list[str]:
    """Give the findings when nothing of the specs is left out as unchanged."""
    (folder / "deploycheck.toml").write_text('options.openapi = {route = "full"}\n', encoding="utf-8")
    name, _, base, head, day = pair
    found: list[str] = row((name, str(folder), base, head, day), tally, registry)["findings"]
    return found


def pairs(words: list[str], scratch: str) -> Iterator[Pair]:
    match words:
        case ["files", root, most, *paths]:
            yield from changed_files(root, int(most), paths, Path(scratch))
        case ["commits", root, most, *paths]:
            yield from whole_commits(root, int(most), paths)
        case ["folder" | "routes", folder]:
            yield from versions(folder)
        case _:
            raise SystemExit(__doc__)


def sample(choice: random.Random, count: int, path: str) -> None:
    """Print the findings and silences of one walk that are to be judged."""
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    told = [(one["pair"], [text for text in one["findings"] if text.startswith(LOUD)]) for one in rows]
    loud, silent = [one for one in told if one[1]], [name for name, found in told if not found]
    choice.shuffle(loud)
    choice.shuffle(silent)
    drawn: dict[tuple[str, str], None] = {}
    for turn in range(10 * len(loud)):
        if len(drawn) == count:
            break
        name, found = loud[turn % len(loud)]
        drawn.setdefault((name, choice.choice(found)))
    for name, text in drawn:
        print(f"finding  {name} | {text}")
    for name in silent[:count]:
        print(f"silence  {name}")


def main() -> None:
    """Compare all pairs and print the sums."""
    if sys.argv[1:2] == ["sample"]:
        choice = random.Random(int(sys.argv[2]))
        for path in sys.argv[4:]:
            sample(choice, int(sys.argv[3]), path)
        return
    kind, root, out, *rest = sys.argv[1:]
    registry, tally, total, seconds = load_registry(), Tally(), Counter[str](), []
    with tempfile.TemporaryDirectory() as scratch, Path(out).open("w", encoding="utf-8") as sink:
        for pair in pairs([kind, root, *rest], scratch):
            found = row(pair, tally, registry)
            if kind == "routes":
                found["other route"] = read_whole(pair, tally, registry, Path(scratch))
                total["unequal routes"] += found["other route"] != found["findings"]
            sink.write(json.dumps(found) + "\n")
            seconds.append(found["seconds"])
            total.update(found["answers"])
            total["problems"] += bool(found["problems"])
            total["crashed"] += bool(found["crashed"])
    print(f"{len(seconds)} pairs, median {median(seconds):.3f} s, worst {max(seconds):.3f} s")
    print(", ".join(f"{name} {count}" for name, count in sorted(total.items())))


if __name__ == "__main__":
    main()
