"""Random questions: no yes is ever refuted, every no has a witness, and what means the same is answered the same."""

from functools import lru_cache

import pytest
from containment.random_pairs import CORE, HARD, Question, ask, question
from containment.rewritings import REWRITINGS

FEW = range(250)
ALLOWED_UNKNOWN = 0.03


@lru_cache(maxsize=2)
def asked(profile):
    return ask(FEW, profile, samples=40)


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_no_answer_is_contradicted_by_a_validator(profile):
    assert asked(profile).contradictions == []


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_most_questions_get_an_answer(profile):
    assert asked(profile).share("unknown") < ALLOWED_UNKNOWN


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_the_questions_are_worth_asking(profile):
    tally = asked(profile)

    assert tally.share("compatible") > 0.3
    assert tally.share("incompatible") > 0.3
    assert tally.witnesses > len(FEW) / 2
    assert tally.sampled > 10 * len(FEW)
    assert tally.unchecked < len(FEW) / 20


@pytest.mark.parametrize("rewrite", REWRITINGS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("profile", [CORE, HARD])
def test_saying_it_differently_changes_nothing(rewrite, profile):
    pairs = [(each.answer().verdict, rewrite(each).answer().verdict) for each in map(_question(profile), range(80))]

    changed = [pair for pair in pairs if pair[0] != pair[1]]
    assert [pair for pair in changed if "unknown" not in pair] == []
    assert len(changed) <= 1


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_every_schema_admits_what_it_sends(profile):
    for each in map(_question(profile), range(80)):
        itself = Question(each.sent, each.sent_defs, each.sent, each.sent_defs | {"Unused": True})
        in_other_words = Question(each.sent, each.sent_defs, {"allOf": [each.sent]}, each.sent_defs)

        assert itself.answer().verdict == "compatible"
        assert in_other_words.answer().verdict != "incompatible"


def test_the_same_question_gets_the_same_answer():
    assert [question(seed, HARD).answer() for seed in range(40)] == [
        question(seed, HARD).answer() for seed in range(40)
    ]


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 50_000, 2_000))
@pytest.mark.parametrize("profile", [CORE, HARD])
def test_no_answer_of_a_long_run_is_contradicted(profile, start):
    tally = ask(range(start, start + 2_000), profile, samples=80)

    assert tally.contradictions == []
    assert tally.share("unknown") < ALLOWED_UNKNOWN


def _question(profile):
    return lambda seed: question(seed, profile)
