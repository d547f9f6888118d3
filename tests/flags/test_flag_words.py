"""The fast search for keys finds what a slow one finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from deploycheck.domains.flags.words import KeyFinder, words_of

LETTERS = st.text(st.sampled_from('abAB1_-. \n"é('), max_size=60)
KEYS = st.sets(st.text(st.sampled_from("abAB1_-.é"), min_size=1, max_size=4), max_size=6)


def naive(keys: set[str], text: str) -> set[str]:
    """Look for each key by itself: a plain one as a whole word, any other one anywhere."""
    plain = {key for key in keys if re.fullmatch(r"[A-Za-z0-9_]+", key)}
    words = {key for key in plain if re.search(rf"(?<![A-Za-z0-9_]){key}(?![A-Za-z0-9_])", text)}
    return words | {key for key in keys - plain if key in text}


@given(KEYS, LETTERS)
def test_the_scan_finds_what_a_naive_scan_finds(keys: set[str], text: str) -> None:
    finder = KeyFinder(keys)

    found = finder.all_in(text.encode())
    assert found == naive(keys, text)
    assert finder.any_in(text.encode()) == bool(found)


@given(LETTERS)
def test_words_are_those_that_a_naive_split_gives(text: str) -> None:
    plain = {word for word in re.findall(r"[A-Za-z0-9_]+", text) if len(word) > 1}
    dashed = {word.strip("-.") for word in re.findall(r"[A-Za-z0-9_.-]+", text) if re.search(r"[.-]", word)}

    assert words_of(text.encode()) == plain | {word for word in dashed if len(word) > 1}


def test_a_longer_word_is_another_word() -> None:
    finder = KeyFinder(["cache"])

    assert not finder.any_in(b"caches mycache cache_size")
    assert finder.any_in(b"the cache.")


def test_words_longer_than_any_key_are_left_out() -> None:
    assert words_of(b"x" * 201 + b" short") == {"short"}
