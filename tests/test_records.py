"""Records are what dataclasses were to whoever uses the library."""

import dataclasses

import pytest

from deploycheck.model.location import Location
from deploycheck.model.record import Draft, Record, field, replace


class Pair(Record, order=True):
    """Two values."""

    left: int
    right: tuple[int, ...] = ()
    more: dict[str, int] = field(default_factory=dict)


class Sheet(Draft):
    """Something that is being filled."""

    lines: list[str] = field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Plain:
    """A dataclass."""

    left: int


def test_a_record_is_its_values():
    assert Pair(1, (2,)) == Pair(left=1, right=(2,))
    assert Pair(1) != Location("1")
    assert hash(Location("a", 1)) == hash(Location("a", 1))
    assert sorted([Pair(2), Pair(1, (3,)), Pair(1)]) == [Pair(1), Pair(1, (3,)), Pair(2)]


def test_a_record_cannot_be_changed_and_a_draft_can():
    sheet = Sheet()
    sheet.lines = ["one"]

    with pytest.raises(AttributeError):
        Pair(1).left = 2
    assert sheet == Sheet(["one"])
    with pytest.raises(TypeError):
        hash(sheet)


@pytest.mark.parametrize("change", [replace, dataclasses.replace])
def test_values_are_replaced_in_a_copy(change):
    assert change(Pair(1, (2,)), left=3) == Pair(3, (2,))
    assert change(Plain(1), left=2) == Plain(2)
    with pytest.raises(TypeError):
        change(Pair(1), middle=2)


def test_what_reads_dataclasses_reads_records():
    fields = {one.name: one for one in dataclasses.fields(Pair)}

    assert dataclasses.is_dataclass(Pair(1))
    assert dataclasses.asdict(Pair(1, (2,))) == {"left": 1, "right": (2,), "more": {}}
    assert (fields["left"].default, fields["right"].default) == (dataclasses.MISSING, ())
    assert fields["more"].default_factory is dict
