"""A company's own rules."""

import pytest

from deploycheck.engine.policies import PolicyError, load_policies
from deploycheck.model.location import Location
from deploycheck.model.service import Service

CONFIGURED = {"deploycheck.toml": 'policies = ["policies"]'}
RULE = '''
from deploycheck.api import Finding, rule

@rule("no-toys", severity="error")
def no_toys(view):
    """Toys are forbidden."""
    for path in view.entries:
        if path.endswith(".toy"):
            yield Finding(f"{path} is a toy", at=view.estate.services["orders"].location, subject=path)
'''
ASSERTION = "def policy_owned(service):\n    assert service.owner\n"


@pytest.fixture
def with_orders():
    from toy_plugin import registry

    return registry(services=[Service("orders", "orders", Location("deploycheck.yaml", 3))])


def test_a_rule_of_the_repository_runs(judge, with_orders):
    head = CONFIGURED | {"policies/toys.py": RULE, "a.toy": "[]", "deploycheck.yaml": ""}
    report = judge({}, head, with_orders)
    assert [(f.rule, f.family, f.subject) for f in report.findings] == [("no-toys", "policy", "a.toy")]


def test_a_bare_assert_is_a_policy_at_the_service_s_place(judge, with_orders):
    report = judge({}, CONFIGURED | {"policies/own.py": ASSERTION, "deploycheck.yaml": ""}, with_orders)
    (finding,) = report.findings
    assert (finding.rule, finding.message, str(finding.location)) == (
        "policy/owned",
        "assert service.owner",
        "deploycheck.yaml:3",
    )


def test_no_policies_executes_nothing(judge):
    head = CONFIGURED | {"policies/bad.py": "raise SystemExit('executed')"}
    assert judge({}, head, policies=False).exit_code == 0


def test_policies_of_head_are_not_executed_when_base_is_trusted(judge):
    head = CONFIGURED | {"policies/bad.py": "raise ValueError('executed')"}
    assert judge({"x": ""}, head, trust="base").exit_code == 0


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\ndef broken(:\n", 2, "this policy is not Python: invalid syntax"),
        ("a = 1\nraise ValueError('no')\n", 2, "this policy raises ValueError when it is loaded: no"),
    ],
)
def test_a_policy_that_can_not_be_loaded_says_where(text, line, message):
    with pytest.raises(PolicyError) as caught:
        load_policies({"policies/p.py": text.encode()})
    assert (caught.value.message, caught.value.line) == (message, line)


def test_a_policy_that_can_not_be_loaded_is_exit_2(judge):
    report = judge({}, CONFIGURED | {"policies/bad.py": "raise ValueError('no')"})
    assert [(p.path, p.line) for p in report.problems] == [("policies/bad.py", 1)]
    assert report.exit_code == 2
