"""Containment is an order: what lies inside what lies inside a third lies inside the third, as far as it is said."""

from functools import lru_cache
from random import Random

import pytest
from containment.random_pairs import CORE, HARD, Question, validators
from containment.random_schemas import DEFS, Maker

from deploycheck.containment import Reading

CHAINS = range(120)
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
def chains(profile, reading):
    """Three documents each: the first compatible with the second, and that with the third."""
    found = []
    for seed in CHAINS:
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


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_who_is_read_as_written_is_compatible_over_two_steps(profile):
    for first, _, third in chains(profile, Reading.OPEN):
        answer = Question(*first, *third).answer(reading=Reading.OPEN)
        assert answer.verdict != "incompatible", (first, third, answer.differences[0].witness)


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_a_closed_sender_is_refused_over_two_steps_only_by_names_that_nobody_declared_between(profile):
    """Version 1 declares a name, version 2 ignores it, version 3 gives it another meaning."""
    for first, second, third in chains(profile, Reading.CLOSED):
        between = validators(Question(*second, *third))
        for difference in Question(*first, *third).answer().differences:
            if between is not None:
                assert not between[0].is_valid(difference.witness), (first, second, third)
