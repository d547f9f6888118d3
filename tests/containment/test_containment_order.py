"""Containment is an order: what lies inside what lies inside a third lies inside the third, as far as it is said."""

from functools import lru_cache
from random import Random

import pytest
from containment.random_pairs import CORE, HARD, Question, validators
from containment.random_schemas import DEFS, Maker

from deploycheck.containment import Reading

CHAINS = range(120)
MANY = 600
TRIES = 6


def edited(maker, schema, defs, *, reading):
    """An edit of a document that the document is compatible with, where a few tries find one."""
    for _ in range(TRIES):
        fresh = {name: maker.edited(defs[name]) if maker.random.random() < 0.2 else defs[name] for name in DEFS}
        asked = Question(schema, defs, maker.edited(schema), fresh)
        if asked.answer(reading=reading).verdict == "compatible":
            return asked.taken, asked.taken_defs
    return None


@lru_cache(maxsize=4)
def chains(profile, reading, seeds=CHAINS):
    """Three documents each: the first compatible with the second, and that with the third."""
    found = []
    for seed in seeds:
        maker = Maker(Random(f"chain-{profile}-{seed}"), hard=profile == HARD)  # noqa: S311 - no secret
        first = maker.document()
        second = edited(maker, *first, reading=reading)
        third = second and edited(maker, *second, reading=reading)
        if third:
            found.append((first, second, third))
    return found


@pytest.mark.parametrize("reading", Reading)
@pytest.mark.parametrize("profile", [CORE, HARD])
def test_most_chains_are_found(profile, reading):
    assert len(chains(profile, reading)) > len(CHAINS) / 2


def refusals(found):
    """What refuses the way of two steps although each step is compatible, read as written."""
    for first, _, third in found:
        answer = Question(*first, *third).answer(reading=Reading.OPEN)
        yield from ((first, third, one.witness) for one in answer.differences)


def sent_between(found):
    """What refuses the way of two steps, and the version between might have sent: refused at the second step, then."""
    for first, second, third in found:
        between = validators(Question(*second, *third))
        for one in Question(*first, *third).answer().differences:
            if between is not None and between[0].is_valid(one.witness):
                yield first, second, third, one.witness


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_who_is_read_as_written_is_compatible_over_two_steps(profile):
    assert list(refusals(chains(profile, Reading.OPEN))) == []


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_a_closed_sender_is_refused_over_two_steps_only_by_names_that_nobody_declared_between(profile):
    """Version 1 declares a name, version 2 ignores it, version 3 gives it another meaning."""
    assert list(sent_between(chains(profile, Reading.CLOSED))) == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 30_000, MANY))
@pytest.mark.parametrize("profile", [CORE, HARD])
def test_no_chain_of_a_long_run_breaks_the_order(profile, start):
    seeds = range(start, start + MANY)
    assert list(refusals(chains(profile, Reading.OPEN, seeds))) == []
    assert list(sent_between(chains(profile, Reading.CLOSED, seeds))) == []
