"""Formats: their looks admit all that the validator admits, and prove what no text can be."""

import random

import jsonschema_rs
import pytest

from deploycheck.containment.formats import LOOKS
from deploycheck.containment.session import Session

SEEDS = {
    "date": ["2024-02-29"],
    "date-time": ["2024-02-29T12:30:00Z", "2024-02-29t12:30:00.5+01:00"],
    "time": ["12:30:00Z", "23:59:60.5-01:00"],
    "duration": ["P1DT2H3M", "P3W"],
    "email": ["a@b.co", '"x y"@[1.2.3.4]'],
    "ipv4": ["127.0.0.1"],
    "uri": ["https://a/b?c#d", "urn:x:y"],
    "uuid": ["2EB8AA08-aa98-11ea-b4aa-73b441d16380"],
}
ALPHABET = "0189-:.TtZz+ @[]{}aFg/_,PDHé\n"


def changed(text, choice):
    letters = list(text)
    for _ in range(choice.randint(0, 3)):
        at = choice.randint(0, len(letters))
        letters[at : at + choice.randint(0, 1)] = choice.choice(ALPHABET)
    return "".join(letters)


@pytest.mark.parametrize("name", LOOKS)
def test_every_text_of_a_format_looks_like_it(name):
    choice = random.Random(name)  # noqa: S311  no secret
    taken = jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True)
    looks = jsonschema_rs.Draft202012Validator({"pattern": LOOKS[name]})
    texts = [changed(seed, choice) for seed in SEEDS[name] for _ in range(1500)]
    assert [text for text in texts if taken.is_valid(text) and not looks.is_valid(text)] == []
    assert any(taken.is_valid(text) for text in texts)


def text_of(**more):
    return {"type": "string", **more}


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        (text_of(format="uuid"), text_of(maxLength=36)),
        (text_of(format="uuid"), text_of(minLength=36)),
        (text_of(format="date"), text_of(pattern="^[^a-z]*$")),
    ],
)
def test_what_a_format_implies_is_proved(sent, taken):
    assert Session().request(sent, taken).verdict == "compatible"


def test_a_format_and_a_pattern_that_contradict_each_other_admit_nothing():
    assert Session().unsatisfiable(text_of(format="date-time", pattern="^[a-z]+$"), side="base")
    assert not Session().unsatisfiable(text_of(format="date-time", pattern="^[0-9TZ:-]+$"), side="base")
