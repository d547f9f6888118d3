"""A plan made beside the rules: what comes out is what one process finds, whatever happens to the copy."""

import os
from dataclasses import replace

from process_copies import NEEDS_COPIES

from deploycheck.engine.beside import Bout
from deploycheck.engine.facts import ENGINE_FACTS
from deploycheck.engine.running import Desk, Settings
from deploycheck.engine.wiring import wire
from deploycheck.hooks import fact, rule
from deploycheck.model.finding import Finding
from deploycheck.model.location import Location

pytestmark = NEEDS_COPIES


@fact()
def half(plan):
    """Give what half of the plan is."""
    return plan // 2


@rule("first", severity="info", family="toy")
def first(plan):
    """Speak of the plan."""
    yield Finding(f"{plan}", Location("a"))


@rule("second", severity="info", family="toy")
def second(environment):
    """Speak of something else."""
    yield Finding(environment, Location("b"))


@rule("third", severity="info", family="toy")
def third(half):
    """Speak of what the plan led to."""
    yield Finding(f"{half}", Location("c"))


@rule("fourth", severity="info", family="toy")
def fourth(environment):
    """Crash."""
    raise ValueError(environment)


def bout(plan):
    facts = {one.name: one for one in (*ENGINE_FACTS, plan, half)}
    desk = Desk(facts, {"environment": "test", "contracts": 20})
    return Bout(wire([first, second, third, fourth], facts), desk, None, Settings({}))


def found(run):
    return [(one.rule.name, one.finding.message) for one in run.yields], [one.rule for one in run.crashed]


def test_rules_stand_in_their_order_and_the_plan_was_not_made_here():
    here = os.getpid()

    @fact()
    def plan(contracts):
        """Give a number that depends on who made it."""
        return contracts if os.getpid() != here else -contracts

    assert found(bout(plan).run_beside_plan()) == (
        [("first", "20"), ("second", "test"), ("third", "10")],
        ["fourth"],
    )


def test_a_plan_that_cannot_be_sent_is_made_here():
    class Number(int):
        def __reduce__(self):
            raise TypeError("this stays here")

    @fact()
    def plan(contracts):
        """Give what cannot be pickled."""
        return Number(contracts)

    assert found(bout(plan).run_beside_plan()) == found(bout(plan).run())


def test_a_plan_that_fails_fails_as_in_one_process():
    @fact()
    def plan(contracts):
        """Fail."""
        raise ValueError(contracts)

    both = bout(plan).run_beside_plan(), bout(plan).run()

    assert [replace(one, message="") for one in both[0].crashed] == [
        replace(one, message="") for one in both[1].crashed
    ]
    assert [one.rule for one in both[0].crashed] == ["first", "third", "fourth"]
