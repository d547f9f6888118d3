"""Whole specs: what means the same is told the same, and what narrows one way widens the other."""

import pytest
from containment.random_pairs import CORE, HARD, question
from openapi.spec_rewritings import REWRITINGS, spec, text

SEEDS = range(24)
PROFILES = (CORE, HARD)


def sides(seed, profile):
    asked = question(seed, profile)
    return spec(asked.sent, asked.sent_defs), spec(asked.taken, asked.taken_defs)


@pytest.fixture
def found(judge):
    """What is told about two specs."""

    def run(base, head):
        report = judge({"openapi.json": text(base)}, {"openapi.json": text(head)})
        assert (report.problems, report.crashed) == ((), ())
        return [one for one in report.findings if one.status == "new"]

    return run


def told(findings):
    """What is said; that something could not be decided may be said of one form and not of the other."""
    return {(one.severity.value, one.rule, one.subject) for one in findings if one.rule != "spec-undecidable"}


@pytest.mark.parametrize("rewrite", REWRITINGS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("profile", PROFILES)
def test_a_spec_that_is_said_differently_is_the_same(found, rewrite, profile):
    changed = []
    for seed in SEEDS:
        base, _ = sides(seed, profile)
        changed += [(seed, line) for line in told(found(base, rewrite(base)))]
    assert changed == []


@pytest.mark.parametrize("rewrite", REWRITINGS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("profile", PROFILES)
def test_what_changed_is_told_however_it_is_said(found, rewrite, profile):
    changed = []
    for seed in SEEDS:
        base, head = sides(seed, profile)
        one, other = told(found(base, head)), told(found(base, rewrite(head)))
        if one != other:
            changed.append((seed, one - other, other - one))
    assert changed == []


def refused(findings, about):
    """Whether a value is shown that is refused: in what the aspects that begin so are about."""
    return any(one.witness is not None and one.aspect.startswith(about) for one in findings)


@pytest.mark.parametrize("profile", PROFILES)
def test_what_a_request_loses_one_way_a_response_gains_the_other_way(found, profile):
    narrowed = []
    for seed in SEEDS:
        base, head = sides(seed, profile)
        there, back = found(base, head), found(head, base)
        narrowed.append(refused(there, "request.application/json"))
        assert narrowed[-1] == refused(back, "response.200.application/json"), seed
    assert 0 < sum(narrowed) < len(SEEDS)
