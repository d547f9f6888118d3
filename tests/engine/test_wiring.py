"""Facts by name: everything that can be wrong is said before the first rule runs."""

import pytest
from toy_plugin import lost_word, registry, word_lost

from deploycheck.engine.facts import ENGINE_FACTS
from deploycheck.engine.wiring import wire
from deploycheck.hooks import fact, rule
from deploycheck.model.errors import UsageError

FACTS = {one.name: one for one in (*ENGINE_FACTS, lost_word)}


def test_a_rule_about_a_change_and_one_about_a_snapshot_are_told_apart():
    wired = {one.rule.name: one for one in wire(registry().rules.values(), FACTS)}

    assert (wired["word-lost"].about_change, wired["word-lost"].source) == (True, "lost_word")
    assert (wired["word-shouted"].about_change, wired["word-shouted"].source) == (False, None)


def test_a_missing_fact_is_named_with_the_nearest_one():
    @rule("typo", severity="info", family="toy")
    def typo(lost_wrod):
        """Find nothing."""

    with pytest.raises(
        UsageError, match=r"rule typo asks for 'lost_wrod', which no plugin offers; did you mean lost_word\?"
    ):
        wire([typo], FACTS)


def test_facts_that_need_each_other_are_an_error():
    @fact()
    def egg(hen):
        """Lay."""

    @fact()
    def hen(egg):
        """Hatch."""

    with pytest.raises(UsageError, match="facts need each other"):
        wire([], FACTS | {"egg": egg, "hen": hen})


def test_a_fact_of_the_run_can_not_ask_for_an_item():
    @fact()
    def total(lost_word):
        """Count."""

    with pytest.raises(UsageError, match="fact total has scope run and asks for lost_word, which has scope item"):
        wire([], FACTS | {"total": total})


def test_two_kinds_of_item_in_one_rule_are_an_error():
    @rule("both", severity="info", family="toy")
    def both(lost_word, service):
        """Find nothing."""

    with pytest.raises(UsageError, match="asks for two kinds of item"):
        wire([both], FACTS)


def test_every_mistake_is_told_at_once():
    @rule("one", severity="info", family="toy")
    def one(nothing_like_it):
        """Find nothing."""

    @rule("two", severity="info", family="toy")
    def two(neither_this):
        """Find nothing."""

    with pytest.raises(UsageError) as caught:
        wire([one, two], FACTS)
    assert len(str(caught.value).splitlines()) == 2


def test_a_derived_fact_is_computed_once_per_item():
    @fact(scope="item")
    def length(lost_word):
        """Measure."""
        return len(lost_word[1])

    @rule("long", severity="info", family="toy")
    def long(lost_word, length):
        """Find nothing."""

    wired = wire([long, word_lost], FACTS | {"length": length})
    assert wired[0].order == ("length",)
