"""Give every file that a spec of many files refers to another name: no finding may follow.

    python bench/renamed_files.py FOLDER     all specs below FOLDER, with the files that they refer to

Files that are specs themselves keep their names. References, and what mappings of discriminators lead to, follow.
"""

import json
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from deploycheck import check
from deploycheck.documents.load import load

SUFFIXES = (".json", ".yaml", ".yml")
TARGET = re.compile(r"^(?P<file>[^#:]+)(?P<suffix>\.(?:json|ya?ml))(?P<place>#.*)?$")


def renamed(value: Any, key: str = "") -> Any:
    """Give a value whose references lead to files of other names."""
    if isinstance(value, list):
        return [renamed(one) for one in value]
    if isinstance(value, dict):
        return {
            word: followed(part) if word == "$ref" or key == "mapping" else renamed(part, word)
            for word, part in value.items()
        }
    return value


def followed(text: Any) -> Any:
    found = TARGET.match(text) if isinstance(text, str) else None
    return f"{found['file']}_renamed{found['suffix']}{found['place'] or ''}" if found else renamed(text)


def main() -> None:
    """Compare a folder with itself renamed; ends with 1 where anything is found."""
    folder, count = Path(sys.argv[1]), 0
    with tempfile.TemporaryDirectory() as scratch:
        for path in sorted(folder.rglob("*")):
            if path.suffix not in SUFFIXES:
                continue
            value, name = load(path.read_bytes(), str(path))[0].value, path.relative_to(folder)
            spec = isinstance(value, dict) and ("openapi" in value or "swagger" in value)
            other = name if spec else name.with_stem(f"{name.stem}_renamed")
            count += not spec
            for target, written in (
                (Path(scratch, "base", name), value),
                (Path(scratch, "head", other), renamed(value)),
            ):
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(json.dumps(written), encoding="utf-8")
        begin = time.perf_counter()
        report = check(base=f"dir:{scratch}/base", head=f"dir:{scratch}/head", root=scratch, select=["api", "gate"])
        seconds = time.perf_counter() - begin
    found = [one.message for one in report.findings if one.status == "new"]
    wrong = [*found, *map(str, report.problems), *map(str, report.crashed)]
    print(f"{count} files renamed, {len(wrong)} findings, {seconds:.1f} s", *wrong[:10], sep="\n  ")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
