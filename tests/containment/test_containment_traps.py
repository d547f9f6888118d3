"""The closed reading, honest doubt, and values that look like something else."""

import pytest
from containment.trap_cases import GROUPS

from deploycheck.containment import compare

CASES = [pytest.param(*row, id=f"{group}-{at}") for group, rows in GROUPS.items() for at, row in enumerate(rows)]


@pytest.mark.parametrize(("sent", "taken", "verdict", "where"), CASES)
def test_a_trap_is_walked_around(sent, taken, verdict, where):
    answer = compare(sent, taken)

    told = answer.differences or answer.undecided
    assert (answer.verdict, " ".join(f"{'/'.join(map(str, each.place))}:{each.keyword}" for each in told)) == (
        verdict,
        where,
    )
