"""Inclusion of patterns, held against automata of another library and against the validator's own matching."""

from functools import cache
from random import Random

import interegular
import jsonschema_rs
import pytest

from deploycheck.containment.language import included, outside

ATOMS = ("a", "b", "[ab]", "[a-c]", "[^a]", ".", "\\d", "0", "(ab)", "(a|b)", "(a|bc)", "(a*b)")
COUNTS = ("", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}")
SEEDS = range(400)


def pattern(random):
    """A pattern with or without anchors, of a few parts."""
    parts = "".join(random.choice(ATOMS) + random.choice(COUNTS) for _ in range(random.randint(1, 4)))
    return random.choice(("^", "^", "")) + parts + random.choice(("$", "$", ""))


@cache
def automaton(text):
    """The other library's automaton of "matches somewhere"; a dot is no line end in either."""
    before = "" if text.startswith("^") else "(.|\n)*"
    after = "" if text.endswith("$") else "(.|\n)*"
    core = text.removeprefix("^").removesuffix("$").replace(".", "[^\n\r\u2028\u2029]")
    return interegular.parse_pattern(f"{before}({core}){after}").to_fsm()


def pair(seed):
    random = Random(f"pattern-{seed}")  # noqa: S311 - no secret
    wanted, other = pattern(random), pattern(random)
    core = wanted.removeprefix("^").removesuffix("$")
    return wanted, random.choice((other, wanted.removeprefix("^"), wanted.removesuffix("$"), f"^({core})*$"))


@pytest.mark.parametrize("start", range(0, len(SEEDS), 100))
def test_what_is_included_is_so_for_another_library(start):
    for seed in SEEDS[start : start + 100]:
        wanted, other = pair(seed)
        assert included(frozenset([wanted]), other, 0, None) == (automaton(other) >= automaton(wanted)), (wanted, other)


def test_a_text_outside_is_one_for_the_validator():
    shown = 0
    for seed in SEEDS:
        wanted, other = pair(seed)
        text, _ = outside(frozenset([wanted]), other, 0, None)
        if text is not None:
            shown += 1
            assert jsonschema_rs.is_valid({"pattern": wanted}, text), (wanted, other, text)
            assert not jsonschema_rs.is_valid({"pattern": other}, text), (wanted, other, text)
    assert shown > len(SEEDS) / 4


@pytest.mark.parametrize(
    "hard", ["(a|b)*a(a|b){18}$", "^(a?){60}a{60}$", "^([a-z]+)+$", "(x+x+)+y", "^(.*){9}z.{40}$", "^.{0,900}$"]
)
def test_a_pattern_that_explodes_ends_and_says_nothing_wrong(hard):
    text, nothing = outside(frozenset([hard]), "^b$", 0, None)

    assert text is None or jsonschema_rs.is_valid({"pattern": hard}, text)
    assert not nothing
