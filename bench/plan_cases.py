"""How the planner answers written cases: `python bench/plan_cases.py FOLDER`, exit 1 unless all come out as expected.

FOLDER holds pairs `NAME.contracts.yaml` and `NAME.expected.json`. The command `plan` reads the first; the second is a
subset of what it prints: wait steps and waves left empty are dropped, waves are compared by position, steps and units
as sets, objects as subsets. `repairs_any_of`: the units of the first split repair of some refusal equal one of these
sets; `violations_mention`: each string occurs in some violation. `verify-plan` must accept every plan.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from measure import program


def main(folder: Path) -> int:
    wrong = 0
    cases = sorted(folder.glob("*.contracts.yaml"))
    for case in cases:
        name = case.name.removesuffix(".contracts.yaml")
        expected = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
        problems = list(differences(case, expected))
        wrong += bool(problems)
        print(f"{name:6} {'; '.join(problems) or 'as expected'}")
    print(f"{len(cases) - wrong} of {len(cases)} cases as expected")
    return 1 if wrong or not cases else 0


def differences(case: Path, expected: dict[str, Any]) -> Iterator[str]:
    done = run("plan", "--contracts", str(case), "--output", "json")
    if done.returncode not in (0, 1):
        yield f"exit {done.returncode}: {done.stderr.strip()}"
        return
    plan = json.loads(done.stdout)
    if plan["verdict"] == "plan":
        yield from unproved(case, done.stdout)
    if (code := {"plan": 0, "refused": 1}[plan["verdict"]]) != done.returncode:
        yield f"exit {done.returncode}, not {code}"
    yield from mentions(plan, expected.pop("violations_mention", []))
    yield from repaired(plan, expected.pop("repairs_any_of", []))
    yield from different(without_waits(plan), expected, "plan")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program(), *words], capture_output=True, text=True, check=False)


def unproved(case: Path, plan: str) -> Iterator[str]:
    """Say where verify-plan does not accept what plan gave."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.json"
        path.write_text(plan, encoding="utf-8")
        done = run("verify-plan", "--contracts", str(case), str(path))
    if done.returncode:
        yield f"verify-plan: exit {done.returncode}: {done.stdout.strip() or done.stderr.strip()}"


def mentions(plan: dict[str, Any], wanted: list[str]) -> Iterator[str]:
    found = [json.dumps(one) for refusal in plan["refusals"] for one in refusal["violations"]]
    yield from (f"no violation mentions {one}" for one in wanted if not any(one in text for text in found))


def repaired(plan: dict[str, Any], wanted: list[list[str]]) -> Iterator[str]:
    splits = [[one for one in refusal["repairs"] if one["kind"] == "split"] for refusal in plan["refusals"]]
    found = [set(first[0]["units"]) for first in splits if first]
    if wanted and not any(set(one) in found for one in wanted):
        yield f"the first split repairs are of {found}, not of one of {wanted}"


def without_waits(plan: dict[str, Any]) -> dict[str, Any]:
    waves = [[step for step in wave["steps"] if step["action"] != "wait"] for wave in plan["waves"]]
    return {**plan, "waves": [{"steps": steps} for steps in waves if steps]}


def different(found: Any, expected: Any, at: str) -> Iterator[str]:
    """Say where an answer differs: a list of steps or units has no order, an object may have more keys."""
    match expected:
        case dict():
            for key, value in expected.items():
                yield from different(found.get(key) if isinstance(found, dict) else None, value, f"{at}.{key}")
        case list() if isinstance(found, list) and len(found) == len(expected):
            ordered = at.endswith(".waves")
            for number, value in enumerate(expected):
                options = [found[number]] if ordered else found
                answers = [list(different(one, value, f"{at}[{number}]")) for one in options]
                yield from [] if [] in answers else answers[0]
        case _ if found != expected:
            yield f"{at} is {found!r}, not {expected!r}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
