"""Every command: what it prints, and its exit codes."""

import io
import json
import xml.etree.ElementTree as ET

import pytest
from checked_folders import SPEC, write

from deploycheck.cli.group import COMMANDS, SUMMARIES
from deploycheck.cli.output import wants_color

SIDES = ("--base", "dir:base", "--head", "dir:head")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(say, command):
    code, out, err = say(command, "--help")

    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: deploycheck {command} ")


def test_the_group_lists_every_command(say):
    code, out, _ = say("--help")

    assert code == 0
    assert sorted(SUMMARIES) == sorted(COMMANDS)
    assert [command for command in COMMANDS if f"  {command} " not in out] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chekc",), "there is no command 'chekc'; did you mean check?"),
        (("check", "--nope"), "No such option"),
        (("check", *SIDES, "--select", "zzzz"), "no rule or family is called 'zzzz'"),
        (("check", *SIDES, "--ignore", "operation-removd"), "did you mean operation-removed?"),
        (("check", *SIDES, "-o", "txt"), "--output: there is no format 'txt'; did you mean text?"),
        (("check", *SIDES, "-o", "text", "-o", "json"), "at most one format goes to standard output"),
        (("check", *SIDES, "--today", "tomorrow"), "'tomorrow' is not a date such as 2026-11-22"),
        (("check", *SIDES, "-o", "text=contracts.yaml/x"), "contracts.yaml/x cannot be written"),
        (("explain", "operation-removd"), "there is no rule 'operation-removd'; did you mean operation-removed?"),
        (("explain", "dc1:0000000000000000"), "there is no last run to look in"),
        (("schema", "reprot"), "there is no schema 'reprot'; did you mean report?"),
        (("new-rule", "Api/X"), "'Api/X' is not FAMILY/NAME"),
        (("plan", "--contracts", "nowhere.yaml"), "nowhere.yaml: No such file or directory"),
        (("plan", *SIDES, "--env", "a", "--env", "b"), "plan: one environment at a time"),
        (("verify-plan", "nowhere.json"), "'nowhere.json' does not exist"),
        (("can-i-deploy", "ordres", "--base", "dir:base", "--version", "dir:head"), "there is no service 'ordres'; did you mean orders?"),
        (("record-deployment", "orders", "--env", "prod"), "give --version"),
        (("graph", *SIDES, "-o", "svg"), "--output: there is no format 'svg'"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_words_is_exit_2_and_one_sentence(say, words, message):
    code, out, err = say(*words)

    assert (code, out) == (2, "")
    assert message in err
    assert len(err.strip().splitlines()) <= 4


def test_check_finds_and_writes_several_formats_in_one_run(say, tmp_path):
    formats = {
        "json": "r.json",
        "sarif": "r.sarif",
        "junit": "r.xml",
        "markdown": "sub/r.md",
        "gitlab": "r.gitlab.json",
    }
    code, out, err = say("check", *SIDES, *(w for f, p in formats.items() for w in ("-o", f"{f}={p}")), "-o", "text")

    assert (code, err) == (1, "")
    assert out.startswith("Do not ship this yet: 2 errors")
    assert "web" in out
    assert json.loads((tmp_path / "r.json").read_text())["verdict"] == "fail"
    assert json.loads((tmp_path / "r.sarif").read_text())["version"] == "2.1.0"
    assert ET.parse(tmp_path / "r.xml").getroot().tag == "testsuites"  # noqa: S314 - our own file
    assert "operation-removed" in (tmp_path / "sub" / "r.md").read_text()
    assert json.loads((tmp_path / "r.gitlab.json").read_text())
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), 1),
        (("--ignore", "operation-removed,ordering"), 0),
        (("--select", "people"), 0),
        (("--fail-on", "never"), 0),
        (("--ignore", "ordering", "--ignore", "operation-removed", "--fail-on", "info"), 0),
        (("orders",), 1),
        (("nowhere-below",), 2),
    ],
)
def test_what_is_selected_decides_the_exit_code_of_check(say, words, code):
    assert say("check", *SIDES, *words)[0] == code


def test_quiet_is_one_line_and_verbose_is_more(say):
    _, quiet, _ = say("check", *SIDES, "-q")
    _, usual, _ = say("check", *SIDES)
    _, verbose, _ = say("check", *SIDES, "-v")

    assert quiet == usual.partition("\n")[0] + "\n"
    assert len(verbose) >= len(usual) > len(quiet)


def test_colours_are_for_terminals_and_for_those_who_ask(say, monkeypatch):
    assert "\x1b[" not in say("check", *SIDES)[1]
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in say("check", *SIDES)[1]
    assert "\x1b[" not in say("check", *SIDES, "-o", "text=plain.txt")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in say("check", *SIDES)[1]


def test_plan_is_exit_0_with_an_order_and_1_without(say, tmp_path):
    code, out, _ = say(
        "plan",
        "--contracts",
        "contracts.yaml",
        "-o",
        "text",
        "-o",
        "json=plan.json",
        "-o",
        "mermaid=p.mmd",
        "-o",
        "markdown=p.md",
    )
    assert code == 0
    assert out.index("api") < out.index("web")
    assert "api" in (tmp_path / "p.mmd").read_text()
    assert "api" in (tmp_path / "p.md").read_text()

    code, out, _ = say("plan", "--contracts", "circle.yaml")
    assert code == 1
    assert "web" in out


def test_a_plan_can_be_verified_and_a_wrong_one_is_refused(say, tmp_path):
    say("plan", "--contracts", "contracts.yaml", "-o", "json=plan.json")
    assert say("verify-plan", "plan.json", "--contracts", "contracts.yaml")[0] == 0

    document = json.loads((tmp_path / "plan.json").read_text())
    document["waves"].reverse()
    (tmp_path / "wrong.json").write_text(json.dumps(document))
    code, out, _ = say("verify-plan", "wrong.json", "--contracts", "contracts.yaml", "-o", "json")
    assert code == 1
    assert json.loads(out)["verdict"] == "unsafe"


def test_contracts_can_be_written_and_planned_from(say):
    code, out, _ = say("contracts", *SIDES, "-o", "text=c.yaml", "-o", "json")
    assert code == 0
    assert {"orders", "web"} <= json.loads(out)["components"].keys()

    direct, again = say("plan", *SIDES, "-o", "json"), say("plan", "--contracts", "c.yaml", "-o", "json")
    assert json.loads(direct[1])["verdict"] == json.loads(again[1])["verdict"]
    assert direct[0] == again[0]


def test_contracts_of_one_version_serve_another_repository(say, tmp_path):
    assert say("contracts", "--base", "dir:base", "--head", "dir:base", "-o", "text=mine.yaml")[0] == 0
    other = SPEC.replace("Orders", "Other")
    write(tmp_path / "o1", {"other/Dockerfile": "FROM scratch\n", "other/openapi.yaml": other})
    write(tmp_path / "o2", {"other/Dockerfile": "FROM scratch\n", "other/openapi.yaml": other + "x-a: 1\n"})
    code, out, _ = say("graph", "--base", "dir:o1", "--head", "dir:o2", "--estate", "mine.yaml")
    assert code == 0
    assert "web" in out


HAND_WRITTEN = """components:
  partner:
    deployed: v1
    versions:
      v1:
        needs:
          orders: ["GET /orders/{id}"]
          ordrs: ["GET /orders"]
"""


def test_a_contract_file_may_need_what_only_this_repository_has(say, tmp_path):
    write(tmp_path, {"partner.yaml": HAND_WRITTEN})
    code, out, _ = say("check", *SIDES, "--estate", "partner.yaml", "-o", "json", "--no-cache")
    found = {f["rule"]: f for f in json.loads(out)["findings"] if f["rule"] in ("operation-removed", "use-unresolved")}

    assert code == 1
    assert "partner" in {one["consumer"] for one in found["operation-removed"]["evidence"]}
    assert found["use-unresolved"]["message"] == (
        "partner uses GET /orders of ordrs, which nothing in the estate offers; did you mean orders?"
    )
    assert (found["use-unresolved"]["location"]["path"], found["use-unresolved"]["status"]) == (
        "partner.yaml",
        "existing",
    )


def test_a_deployment_is_recorded(say, tmp_path):
    assert say("record-deployment", "orders", "--env", "prod", "--version", "v1")[0] == 0
    assert say("record-deployment", "orders", "--env", "prod", "--version", "v2", "--add")[0] == 0
    assert say("record-deployment", "web", "--env", "test", "--version", "v3")[0] == 0

    assert (tmp_path / "deploycheck-deployments.yaml").read_text() == (
        "schema: deploycheck.deployments/v1\nenvironments:\n"
        "  prod:\n    orders: [v1, v2]\n  test:\n    web: v3\n"
    )  # fmt: skip


def test_one_step_is_safe_or_not(say):
    words = ("--base", "dir:base", "--version", "dir:head")
    code, out, _ = say("can-i-deploy", "orders", *words)
    assert code == 1
    assert out.startswith("No: deploying orders now would break what is live.")

    code, out, _ = say("can-i-deploy", "web", *words, "-o", "json")
    assert (code, json.loads(out)["safe"]) == (0, True)


def test_a_rule_and_a_finding_are_explained(say, tmp_path):
    code, out, _ = say("explain", "operation-removed")
    assert code == 0
    assert "Why it breaks" in out
    assert say("explain", "api/operation-removed")[1] == out

    say("check", *SIDES, "-o", "json=r.json")
    finding = next(
        f for f in json.loads((tmp_path / "r.json").read_text())["findings"] if f["rule"] == "operation-removed"
    )
    told = say("explain", finding["fingerprint"], "--report", "r.json")
    assert told[0] == 0
    assert "How the severity was derived:" in told[1]
    assert "web" in told[1]
    assert say("explain", "dc1:ffffffffffffffff", "--report", "r.json")[0] == 2


def test_the_last_run_can_be_explained_without_a_file(say):
    out = say("check", *SIDES, "-o", "json", "--cache-dir", "")[1]
    print_ = json.loads(out)["findings"][0]["fingerprint"]
    code, told, err = say("explain", print_)
    assert (code, err) == (0, "")
    assert "How the severity was derived:" in told


def test_rules_and_facts_are_listed(say):
    code, out, _ = say("rules")
    assert code == 0
    assert "api/operation-removed" in out
    listed = json.loads(say("rules", "-o", "json")[1])
    assert len(listed) == len(out.splitlines())
    assert {"name", "family", "severity", "summary"} <= listed[0].keys()

    code, out, _ = say("facts")
    assert code == 0
    assert {"view", "change", "service", "today"} <= {line.split()[0] for line in out.splitlines()}


@pytest.mark.parametrize(
    ("variables", "terminal", "colored"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, False, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"CI": "true"}, False, False),
    ],
)
def test_what_decides_about_colour(monkeypatch, variables, terminal, colored):
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal)

    assert wants_color(stream) is colored
