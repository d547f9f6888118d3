"""Every rule has its page and its cases, and every case holds."""

from functools import cache
from pathlib import Path

import pytest
from golden import FORMATS, ROOT, assert_golden

from deploycheck.engine.plugins import load_registry
from deploycheck.engine.rule_folder import INDEX, index_of
from deploycheck.model.report import Report
from deploycheck.testing import Case, CaseFile, check_case, finding_line, read_cases, run_case
from deploycheck.testing.completeness import shortcomings

FOLDER = ROOT / "fixtures" / "rules"
FILES = sorted(FOLDER.glob("*/*.md"))
RULES = load_registry().rules


def name_of(path: Path) -> str:
    return path.relative_to(FOLDER).with_suffix("").as_posix()


@cache
def cases_in(path: Path) -> CaseFile:
    file = read_cases(path)
    return CaseFile(path.relative_to(ROOT).as_posix(), file.rule, file.family, file.cases)


CASES = [(path, number) for path in FILES for number in range(len(cases_in(path).cases))]


def title_of(path: Path, number: int) -> str:
    return f"{name_of(path)}: {cases_in(path).cases[number].title}"


@cache
def whole_report(path: Path, number: int) -> Report:
    """Check a case with every rule that is on by default."""
    return check_case(case_at(path, number))


def case_at(path: Path, number: int) -> Case:
    return cases_in(path).cases[number]


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_has_its_page_a_case_that_fires_and_one_that_stays_silent(name: str) -> None:
    rule = RULES[name]
    path = FOLDER / rule.family / f"{name}.md"
    assert shortcomings(cases_in(path) if path.exists() else None, rule) == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_case_file_is_named_for_its_rule(path: Path) -> None:
    rule = RULES[cases_in(path).rule]
    assert name_of(path) == f"{rule.family}/{rule.name}"


@pytest.mark.parametrize(("path", "number"), CASES, ids=[title_of(*case) for case in CASES])
def test_a_case_finds_exactly_what_it_says(path: Path, number: int) -> None:
    failure = run_case(cases_in(path), case_at(path, number)).failure
    assert not failure, failure


@pytest.mark.parametrize(("path", "number"), CASES, ids=[title_of(*case) for case in CASES])
def test_fingerprints_are_unique_in_a_report(path: Path, number: int) -> None:
    findings = whole_report(path, number).findings
    lines: dict[str, list[str]] = {}
    for finding in findings:
        lines.setdefault(finding.fingerprint, []).append(finding_line(finding))
    assert {print_: twins for print_, twins in lines.items() if len(twins) > 1} == {}


def test_what_other_families_say_of_all_cases() -> None:
    told = []
    for path, number in CASES:
        own = cases_in(path).family
        others = sorted(finding_line(f) for f in whole_report(path, number).findings if f.family != own)
        told += [f"## {title_of(path, number)}", *others, ""] if others else []
    assert_golden(FORMATS / "other-families.txt", "\n".join(told))


def test_the_index_of_our_own_rules_is_current() -> None:
    path = ROOT / "rules" / "deploycheck_rules" / INDEX
    assert_golden(path, index_of("deploycheck_rules").decode())
