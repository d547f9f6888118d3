"""How often findings about APIs agree with labelled pairs of specs: `python bench/api_labelled.py FOLDER [-v]`.

FOLDER holds `index.json`: a list of pairs with `id`, `base`, `head` (paths in FOLDER), `today`, a label
(`peer_says_breaking`: true or false, or `peer_says`: a word), `disputed` and `needs_options`. *Breaking* means an
error or a warning of the family api; the labels true and `incompatible` want that, all others want none. A pair about
which nothing but `spec-undecidable` is said is *unknown* and counted apart. Of those that agree and break the
operations of our findings are compared with the label's `where`. With -v every disagreement is listed.
"""

import json
import statistics
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from deploycheck.app import check
from deploycheck.engine.plugins import load_registry

LOUD = ("error", "warning")


def main(folder: Path, *, verbose: bool) -> None:
    pairs = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    registry = load_registry()
    counts: Counter[str] = Counter()
    seconds: list[float] = []
    for pair in pairs:
        started = time.perf_counter()
        report = look(folder, pair, registry)
        seconds.append(time.perf_counter() - started)
        counts["pairs"] += 1
        counts["crashed rules, or files that could not be read"] += bool(report.crashed or report.problems)
        if pair["disputed"] or pair["needs_options"]:
            continue
        wanted = pair.get("peer_says", pair.get("peer_says_breaking")) in (True, "incompatible")
        outcome = judged(report, wanted=wanted)
        counts["judgeable"] += 1
        counts[outcome] += 1
        if verbose and outcome != "agrees":
            describe(pair, outcome, report)
        if wanted and outcome == "agrees":
            place = located(pair, report)
            counts[place] += 1
            if verbose and place == "another operation":
                describe(pair, place, report)
    print_table(counts, seconds)


def look(folder, pair, registry, select=("api",)):
    base, head = (f"file:{folder / pair[side]}" for side in ("base", "head"))
    today = date.fromisoformat(pair["today"])
    return check(base=base, head=head, select=list(select), today=today, registry=registry)


def judged(report, *, wanted: bool) -> str:
    if report.crashed or report.problems:
        return "not judged"
    loud = [one for one in report.findings if one.status == "new" and one.severity.value in LOUD]
    said = [one for one in loud if one.rule != "spec-undecidable"]
    if loud and not said:
        return "unknown"
    if bool(said) == wanted:
        return "agrees"
    return "missed" if wanted else "false alarm"


def located(pair, report) -> str:
    """Say whether the operations of our errors and warnings are among those that the label names."""
    named = {text.strip() for text in pair.get("where") or ()} - {""}
    loud = [one for one in report.findings if one.status == "new" and one.severity.value in LOUD]
    ours = {one.subject for one in loud if one.rule != "spec-invalid"}  # which is about a whole spec
    if not named:
        return "no operation named"
    if not ours:
        return "nothing but that head is invalid"
    return "the operations named" if ours <= named else "another operation"


def describe(pair, outcome, report) -> None:
    print(f"{pair['id']}: {outcome}; the peer: {pair.get('peer_findings') or pair.get('peer_says')}")
    for problem in report.problems:
        print(f"    problem {problem.path}:{problem.line} {problem.message}")
    for crash in report.crashed:
        print(f"    crashed {crash.rule}: {crash.message}")
    for finding in report.findings:
        print(f"    {finding.status} {finding.severity.value} {finding.rule}: {finding.message}")


def print_table(counts: Counter[str], seconds: list[float]) -> None:
    for name in ("pairs", "crashed rules, or files that could not be read", "judgeable"):
        print(f"{name:50} {counts[name]:5}")
    for name in ("agrees", "missed", "false alarm", "unknown", "not judged"):
        print(f"  {name:48} {counts[name]:5}  {100 * counts[name] / counts['judgeable']:5.1f} %")
    print("of those that agree and break")
    for name in ("the operations named", "another operation", "no operation named", "nothing but that head is invalid"):
        print(f"  {name:48} {counts[name]:5}")
    median, worst = statistics.median(seconds) * 1000, max(seconds) * 1000
    print(f"{'time per pair':50} median {median:.0f} ms, worst {worst:.0f} ms")


if __name__ == "__main__":
    main(Path(sys.argv[1]), verbose="-v" in sys.argv[2:])
