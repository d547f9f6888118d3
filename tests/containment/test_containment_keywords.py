"""What each keyword does to the answer, and where the answer says it."""

import pytest
from containment.keyword_cases import GROUPS

from deploycheck.containment import compare

CASES = [pytest.param(*row, id=f"{group}-{at}") for group, rows in GROUPS.items() for at, row in enumerate(rows)]


def places(found):
    """Where an answer differs, as `place:keyword`, the parts of a place joined by slashes."""
    return " ".join(f"{'/'.join(map(str, each.place))}:{each.keyword}" for each in found)


@pytest.mark.parametrize(("sent", "taken", "verdict", "where"), CASES)
def test_a_keyword_gives_its_verdict_at_its_place(sent, taken, verdict, where):
    answer = compare(sent, taken)

    assert answer.verdict == verdict
    assert places(answer.differences or answer.undecided) == where


@pytest.mark.parametrize(("sent", "taken", "verdict", "where"), CASES)
def test_every_schema_of_the_table_admits_itself(sent, taken, verdict, where):
    assert compare(taken, taken, receiver_defs={"Unused": True}).verdict == "compatible"
    assert compare({"allOf": [sent]}, sent).verdict in ("compatible", verdict)
