"""Use as a library, as the README shows it."""

from datetime import date

import pytest
from checked_folders import GOOD, LESS, write

import deploycheck
from deploycheck import check, plan
from deploycheck.model.errors import UsageError
from deploycheck.testing import MemorySnapshot

TODAY = date(2026, 11, 22)


@pytest.fixture
def folders(tmp_path, plain_git):
    write(tmp_path / "base", GOOD)
    write(tmp_path / "head", {**GOOD, "keep/openapi.yaml": LESS})
    return {"base": f"dir:{tmp_path / 'base'}", "head": f"dir:{tmp_path / 'head'}", "today": TODAY}


def test_a_check_gives_a_report(folders):
    report = check(**folders)

    assert isinstance(report, deploycheck.Report)
    assert (report.exit_code, report.verdict, report.basis) == (1, "fail", "declared")
    (finding,) = [finding for finding in report.findings if finding.status == "new"]
    assert (finding.rule, finding.subject, str(finding.location)) == (
        "operation-removed",
        "GET /orders/{id}",
        "keep/openapi.yaml:3",
    )


def test_rules_can_be_selected_and_ignored(folders):
    assert [f.rule for f in check(select=["database"], **folders).findings] == []
    assert check(ignore=["operation-removed"], **folders).exit_code == 0


def test_snapshots_can_be_given_themselves():
    report = check(base=MemorySnapshot(GOOD), head=MemorySnapshot({**GOOD, "keep/openapi.yaml": LESS}), today=TODAY)

    assert report.exit_code == 1


def test_a_plan_gives_an_order(folders):
    result = plan(**folders)

    assert result.to_dict()["verdict"] in ("plan", "refused")


def test_a_plan_can_come_from_contracts_alone(tmp_path):
    text = """schema: deploycheck.contracts/v1
components:
  web: {deployed: [v1], proposed: v2, versions: {v1: {}, v2: {needs: {api: [b]}}}}
  api: {deployed: [v1], proposed: v2, versions: {v1: {provides: [a]}, v2: {provides: [a, b]}}}
"""
    (tmp_path / "contracts.yaml").write_text(text)
    expected = [["api"], ["web"]]

    for contracts in (tmp_path / "contracts.yaml", str(tmp_path / "contracts.yaml"), text.encode()):
        document = plan(contracts=contracts).to_dict()
        assert document["verdict"] == "plan"
        units = [[unit for step in wave["steps"] for unit in step["units"]] for wave in document["waves"]]
        assert units == expected


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"select": ["operation-removd"]}, "did you mean operation-removed"),
        ({"base": "dir:nowhere"}, "there is no folder nowhere"),
        ({"base": None, "head": MemorySnapshot({})}, "give a snapshot as base"),
    ],
)
def test_a_question_that_cannot_be_asked_raises(folders, settings, message):
    with pytest.raises(UsageError, match=message):
        check(**{**folders, **settings})


def test_the_environment_is_not_looked_at(folders, monkeypatch):
    monkeypatch.setenv("GITHUB_BASE_REF", "main")

    assert check(**folders).exit_code == 1


def test_unknown_names_are_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = deploycheck.nothing
    assert sorted(deploycheck.__all__) == ["Finding", "Report", "__version__", "check", "plan"]
