"""Plant faults in the containment code, one after another, and see that the suite notices each of them.

    python tests/containment_faults.py [NAME ...]

Each fault is one text replaced in a copy of the package; the tests of containment, its random questions included, run
against that copy and must fail. Exit 1 names the faults that nobody noticed. A fault whose text is no longer in the
code is a mistake of this file, and ends the run.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "deploycheck"
TESTS = (
    *(f"tests/containment/test_containment_{name}.py" for name in ("keywords", "traps", "memory", "directions")),
    "tests/openapi/test_normal_form.py",
    "tests/openapi/test_schema_names.py",
    *(f"tests/containment/test_containment_{name}.py" for name in ("languages", "random")),
)
"""The quick ones first: most faults end a run within a second."""
AT_ONCE = 2
SECONDS = 240


@dataclass(frozen=True)
class Fault:
    """One wrong line: what it breaks, where, and the text before and after."""

    name: str
    file: str
    before: str
    after: str


FAULTS = (
    # one for each group of keywords
    Fault("type: an integer is asked of nobody", "containment/scalars.py",
          "if receiver.integer and not (grid and grid.denominator == 1):", "if False:"),
    Fault("enum: the last listed value is not asked", "containment/proof.py",
          "for value in alt.values if not self._ruled_out", "for value in alt.values[:-1] if not self._ruled_out"),
    Fault("minimum: an open bound counts as a closed one", "containment/scalars.py",
          "return bound == limit and limit_open and not is_open", "return False"),
    Fault("maximum: bounds are compared the wrong way round", "containment/scalars.py",
          "if bound is None or sign * bound < sign * limit:", "if bound is None or bound < limit:"),
    Fault("multipleOf: any grid will do", "containment/scalars.py",
          "if any(grid is None or not divides(divisor, grid) for divisor in receiver.multiples):",
          "if any(grid is None for divisor in receiver.multiples):"),
    Fault("maxLength: a sender without a limit passes", "containment/scalars.py",
          "(sender.high is None or sender.high > receiver.high)", "(sender.high is not None and sender.high > receiver.high)"),
    Fault("pattern: found anywhere means found at the start", "containment/language.py",
          "found.build(Sequence((anything, tree, anything)), 0, 1)", "found.build(Sequence((tree, anything)), 0, 1)"),
    Fault("format: every format implies every other", "containment/scalars.py",
          "if name not in {_IMPLIED.get(own) for own in sender.formats}:", "if not sender.formats:"),
    Fault("required: nobody asks for names", "containment/gaps.py",
          'yield from (Gap("required", name) for name in sorted(receiver.required - sender.required))', "yield from ()"),
    Fault("properties: only required ones are compared", "containment/gaps.py",
          'if taken and not prover.proved(sent, taken, depth + 1):\n            yield Gap("properties"',
          'if taken and name in sender.required and not prover.proved(sent, taken, depth + 1):\n            yield Gap("properties"'),
    Fault("additionalProperties: names that nobody mentions are not asked", "containment/gaps.py",
          "if not lists_names(sender) and listed_names(prover, sender) is None:", "if False:"),
    Fault("patternProperties: a name that matches is additional, too", "containment/merging.py",
          "declared = declared or bool(answer)", "declared = declared"),
    Fault("propertyNames: nobody asks", "containment/gaps.py",
          "if not named and not prover.emptiness.place(sent):", "if False:"),
    Fault("minProperties: required names do not count", "containment/gaps.py",
          "if receiver.low > max(sender.low, len(sender.required)):", "if receiver.low > sender.low + 1:"),
    Fault("maxItems: a prefix ends the array", "containment/gaps.py",
          'if receiver.high is not None and not _at_most(high, receiver.high):\n        yield Gap("maxItems")',
          'if receiver.high is not None and high is not None and high > receiver.high:\n        yield Gap("maxItems")'),
    Fault("items: elements beyond the prefix are not compared", "containment/gaps.py",
          "for index in range(length + 1):\n        if high", "for index in range(length):\n        if high"),
    Fault("uniqueItems: nobody asks", "containment/gaps.py",
          "if receiver.unique and not sender.unique and not _at_most(high, 1):", "if False:"),
    Fault("contains: enough elements are enough", "containment/gaps.py",
          "low_held = low_held or (given.low >= wanted.low and prover.proved((given.node,), (wanted.node,), depth + 1))",
          "low_held = low_held or given.low >= wanted.low"),
    Fault("not: an undecided opposite is left out for receivers, too", "containment/expansion.py",
          'return tuple(_with_opaque(alt, "not", node) for alt in ANY_ALT)', "return ANY_ALT"),
    Fault("if: the else branch holds always", "containment/expansion.py",
          "return self._united([held, self._both(_silent(inner(opposite)), other, over)], over)",
          "return self._united([held, other], over)"),
    Fault("dependentRequired: the name alone is enough", "containment/expansion.py",
          "yield _when_present(name, (Objects(frozenset(needed)),), self, over)",
          "yield _when_present(name, (Objects(frozenset(needed[:0])),), self, over)"),
    Fault("unevaluatedProperties: what one layer evaluates is forgotten", "containment/unevaluated.py",
          "names = {name: ANYTHING for layer in speaking for name in layer.names}",
          "names = {name: ANYTHING for layer in speaking[:1] for name in layer.names}"),
    Fault("allOf: the last member is not read", "containment/expansion.py",
          'for part in schema.get("allOf", ()):', 'for part in schema.get("allOf", ())[:-1]:'),
    Fault("anyOf: the first branch stands for all", "containment/expansion.py",
          'yield self._any([inner(part) for part in schema["anyOf"]], over, tracked)',
          'yield self._any([inner(part) for part in schema["anyOf"][:1]], over, tracked)'),
    # one for each trap
    Fault("closing: a schema object at a time", "containment/reading.py",
          'out["unevaluatedProperties" if composed else "additionalProperties"] = False', 'out["additionalProperties"] = False'),
    Fault("closing: an explicit word does not govern", "containment/reading.py",
          "closing = self._closing and survey.declares and not survey.explicit", "closing = self._closing and survey.declares"),
    Fault("closing: free-form objects are closed", "containment/reading.py",
          "closing = self._closing and survey.declares and", "closing = self._closing and"),
    Fault("closing: questions are closed", "containment/reading.py",
          'below = spot.inside(word, mark="!", mode=PLAIN)', 'below = spot.inside(word, mark="!")'),
    Fault("closing: a required name is not declared", "containment/reading.py",
          'out["properties"] = {name: True for name in kept if name not in declared}', 'out["properties"] = {}'),
    Fault("closing: a branch that only constrains opens the union", "containment/reading.py",
          "return mode.closing and not mode.outside and not self._compositions.survey(schema).declares",
          "return mode.closing and not self._compositions.survey(schema).declares"),
    Fault("closing: the receiver is closed, too", "containment/reading.py",
          "self._closing = self.sender and reading is Reading.CLOSED", "self._closing = reading is Reading.CLOSED"),
    Fault("readOnly: a hidden name is still required", "containment/reading.py",
          "kept = list(dict.fromkeys(name for name in required if name not in absent))",
          "kept = list(dict.fromkeys(required))"),
    Fault("readOnly: the receiver forbids it, too", "containment/reading.py",
          "target[name] = not self.sender if absent", "target[name] = False if absent"),
    Fault("oneOf: read exclusively", "containment/reading.py",
          'target = "anyOf" if word == "oneOf" and not spot.mode.plain else word', "target = word"),
    Fault("memo: a proof that leaned on an open assumption is kept", "containment/proof.py",
          "elif leaned >= level:", "elif True:"),
    Fault("memo: the two readings share their answers", "containment/session.py",
          "asked = (sender, direction, reading)", "asked = (sender, direction, Reading.CLOSED)"),
    Fault("cycles: the same branch again adds everything", "containment/reading.py",
          'out["allOf"] = [False]', 'out["allOf"] = [True]'),
    Fault("exact: numbers are floats", "containment/exact.py",
          "return Fraction(number)", "return Fraction(float(number))"),
    Fault("exact: integer bounds are not rounded inward", "containment/facets.py",
          "    if numbers.integer:\n        low", "    if False:\n        low"),
    Fault("exact: true is one", "containment/exact.py",
          "return (type(value).__name__, value)", 'return ("number", exact(int(value))) if isinstance(value, bool) else (type(value).__name__, value)'),
    Fault("witness: the receiver's word is enough", "containment/witness.py",
          "return accepts(mine, value) is True and accepts(theirs, value) is False", "return accepts(theirs, value) is False"),
    Fault("memory: all places of one side mean the same", "containment/nodes.py",
          "return self._meanings.setdefault(text, number)", "return self._meanings.setdefault(text[:1], number)"),
    Fault("memory: what was not proved inside one place is not inside any", "containment/proof.py",
          "asked = id(alt), meaning(receiver)", "asked = id(alt), 0"),
    Fault("second prover: formats are not asserted", "containment/second_prover.py",
          "validate_formats=True, offline=True", "validate_formats=False, offline=True"),
    Fault("vacuous: nobody sends anything and nobody says so", "containment/session.py",
          'Comparison("compatible", proof="structural", vacuous=lane.prover.emptiness.place(mine))',
          'Comparison("compatible", proof="structural")'),
    Fault("normal form: the flag of 3.0 without a bound is one", "domains/openapi/schemas.py",
          "if value and bound in schema:\n        schema[flag] = schema.pop(bound)",
          "if value:\n        schema[flag] = schema.pop(bound, 0)"),
    Fault("normal form: nullable stops at an enum", "domains/openapi/schemas.py",
          'schema["enum"] = [*schema["enum"], None]', "pass"),
    Fault("normal form: `required: true` is a list of names", "domains/openapi/schemas.py",
          'elif key == "required" and not isinstance(value, list):\n            continue',
          'elif key == "required" and not isinstance(value, list):\n            result[key] = [str(value)]'),
    Fault("normal form: siblings of a reference count in 3.0", "domains/openapi/schemas.py",
          'plain = rename(schema["$ref"])',
          'plain: dict[str, Any] = _parts({key: value for key, value in schema.items() if key != "nullable"}, "3.0", rename, depth)'),
    Fault("names: below an address references are read from the document", "domains/openapi/schemas.py",
          "return _parts(schema, version, rename.inside(schema), depth)", "return _parts(schema, version, rename, depth)"),
    Fault("names: the first of several dynamic anchors is meant", "containment/names.py",
          "if isinstance(place, str) or place not in rivals or len(rivals) == 1:", "if True:"),
    Fault("names: what a refused reference may mean is forgotten", "containment/names.py",
          '**({"$defs": listed} if listed else {})', "**{}"),
    Fault("normal form: an integer format is a word", "domains/openapi/schemas.py",
          'if bounds is None or "integer" not in types:', "if True:"),
)  # fmt: skip


def noticed(fault: Fault) -> bool:
    """Whether the suite fails with a fault in the code; raises SystemExit for a fault that cannot be planted."""
    text = (PACKAGE / fault.file).read_text(encoding="utf-8")
    if text.count(fault.before) != 1:
        raise SystemExit(f"{fault.name}: its text stands {text.count(fault.before)} times in {fault.file}")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "deploycheck"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "_bundled"))
        (copy / fault.file).write_text(text.replace(fault.before, fault.after), encoding="utf-8")
        return suite(folder) != 0


def suite(folder: str) -> int:
    """Run the tests against the package in a folder, stopping at the first failure; 0 says that all passed."""
    words = [sys.executable, "-P", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *TESTS]
    environment = {**os.environ, "PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            words, cwd=ROOT, env=environment, timeout=SECONDS, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1
    return done.returncode


def main() -> int:
    """Plant all faults, or those named; print what became of each."""
    names = sys.argv[1:]
    chosen = [fault for fault in FAULTS if not names or any(name in fault.name for name in names)]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(PACKAGE, Path(folder) / "deploycheck", ignore=shutil.ignore_patterns("__pycache__", "_bundled"))
        if suite(folder) != 0:
            raise SystemExit("the tests fail without a fault")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(zip(chosen, pool.map(noticed, chosen), strict=True))
    for fault, seen in results:
        sys.stdout.write(f"{'noticed' if seen else 'NOT NOTICED'}: {fault.name}\n")
    missed = [fault for fault, seen in results if not seen]
    sys.stdout.write(f"{len(chosen)} faults planted, {len(missed)} not noticed\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
