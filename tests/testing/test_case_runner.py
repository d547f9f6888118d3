"""The runner says exactly how findings differ from what a case expects."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploycheck.hooks import Rule
from deploycheck.model.severity import Severity
from deploycheck.testing import check_case, finding_line, parse_cases, run_case
from deploycheck.testing.completeness import shortcomings
from deploycheck.testing.runner import with_policies

POLICY = '''"""House rules."""


def policy_owner_named(service):
    """A service names its owner."""
    assert service.owner, f"{service.name} names no owner"
'''
CASES = """# policy/owner-named

## One without
```yaml head=deploycheck.yaml
services:
  orders: {tier: 1}
  stock: {owner: team-stock}
```
```findings
error policy/owner-named head:deploycheck.yaml:2 orders
```

## One with
```yaml head=deploycheck.yaml
services:
  stock: {owner: team-stock}
```
```findings
```
"""
DIFFERENCE = """cases/owner.md:3: One without
- error policy/owner-named head:deploycheck.yaml:3 orders
+ error policy/owner-named head:deploycheck.yaml:2 orders

- is expected and was not found, + was found and is not expected
  policy/owner-named: orders names no owner"""
POLICIES = {"policies/house.py": POLICY}


def failure(cases: str, number: int = 0) -> str:
    file = parse_cases(cases, "cases/owner.md", "cases")
    return run_case(file, file.cases[number], POLICIES).failure


def test_cases_that_hold_have_no_failure() -> None:
    assert [failure(CASES, number) for number in (0, 1)] == ["", ""]


def test_a_difference_shows_what_is_missing_and_what_is_too_much() -> None:
    assert failure(CASES.replace("yaml:2 orders", "yaml:3 orders")) == DIFFERENCE


def test_a_file_that_cannot_be_read_fails_the_case() -> None:
    assert "problem: deploycheck.yaml:" in failure(CASES.replace("services:", "servces:", 1))


def test_an_unknown_family_fails_the_case() -> None:
    file = parse_cases(CASES.replace("policy/owner-named", "owner-named"), "x.md", "nowhere")
    assert "no rule or family is called 'nowhere'" in run_case(file, file.cases[0]).failure


def test_existing_findings_take_part_where_a_case_lists_some() -> None:
    both = CASES.replace("head=deploycheck.yaml", "both=deploycheck.yaml")
    quiet = both.replace("error policy/owner-named head:deploycheck.yaml:2 orders\n", "")
    told = both.replace("error policy", "existing error policy")
    assert [failure(cases) for cases in (quiet, told)] == ["", ""]
    assert failure(both) != ""


def test_findings_are_written_as_case_files_do() -> None:
    case = parse_cases(CASES, "x.md", "cases").cases[0]
    report = check_case(case, select=["policy"], policies=POLICIES)
    assert [finding_line(finding) for finding in report.findings] == list(case.expected)


def test_policies_join_the_settings_of_the_case() -> None:
    assert with_policies({"deploycheck.toml": "strict = true\n"}, POLICIES) == {
        **POLICIES,
        "deploycheck.toml": 'policies = ["policies/house.py"]\nstrict = true\n',
    }
    own = {"deploycheck.toml": 'policies = ["mine"]\n'}
    assert with_policies(own, POLICIES)["deploycheck.toml"] == 'policies = ["mine"]\n'


def some_rule(**changes: object) -> Rule:
    page = "It is gone.\n\n## Why it breaks\nSo.\n\n## Do this instead\nThat."
    settings = {"name": "r", "family": "api", "severity": Severity.ERROR, "function": print, "needs": (), "page": page}
    return Rule(**{**settings, **changes})


@pytest.mark.parametrize(
    ("cases", "changes", "expected"),
    [
        ("# r\n## a\n```findings\nerror r head:a:1 x\n```\n## b\n```findings\n```\n", {}, []),
        ("# r\n## a\n```findings\nerror r head:a:1 x\n```\n", {}, ["no case of r expects it to stay silent"]),
        ("# r\n## b\n```findings\nerror rr head:a:1 r\n```\n", {}, ["no case of r expects a finding of it"]),
        (
            "# r\n## a\n```findings\nerror r head:a:1 x\n```\n## b\n```findings\n```\n",
            {"page": "It is gone\n\n## Why it breaks\nSo.", "family": "flags"},
            [
                "the page of r has no section '## Do this instead'",
                "the page of r does not start with a sentence",
                "r is of the family flags, its cases stand in api",
            ],
        ),
    ],
)
def test_a_rule_has_a_page_and_both_kinds_of_case(cases: str, changes: dict[str, object], expected: list[str]) -> None:
    assert shortcomings(parse_cases(cases, "x.md", "api"), some_rule(**changes)) == expected


def test_a_rule_without_cases_is_told() -> None:
    assert shortcomings(None, some_rule()) == ["r has no case file fixtures/rules/api/r.md"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pytest.ini", "[pytest]\ndeploycheck_policies = policies\n"),
        ("deploycheck.toml", 'policies = ["policies/house.py"]\n'),
        ("pyproject.toml", '[tool.deploycheck]\npolicies = ["policies"]\n'),
    ],
)
def test_pytest_gets_one_item_per_rule_and_case(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "house.py").write_text(POLICY)
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "good.md").write_text(CASES)
    (tmp_path / "cases" / "bad.md").write_text(CASES.replace("yaml:2 orders", "yaml:3 orders"))
    (tmp_path / "cases" / "odd.md").write_text("# odd\n")
    (tmp_path / "README.md").write_text("not a case file")

    command = [sys.executable, "-m", "pytest", "-p", "deploycheck.testing", "-p", "no:cacheprovider", "-v"]
    run = subprocess.run(
        [*command, "--continue-on-collection-errors"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert "1 failed, 5 passed, 1 error" in run.stdout
    assert "+ error policy/owner-named head:deploycheck.yaml:2 orders" in run.stdout
    assert "there is no case; each starts with `## title`" in run.stdout
    assert "Traceback" not in run.stdout
