"""What two snapshots have in common is read, recognised and understood once."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

import pytest
from toy_plugin import Toy, registry

from deploycheck.engine.listing import SnapshotListing
from deploycheck.engine.loading import Workshop
from deploycheck.model.service import Estate
from deploycheck.model.snapshot import UnreadableError
from deploycheck.testing.memory import MemorySnapshot

BASE = {"people.txt": "a", "x.toy": "[]", "y.toy": "[]"}


class Counted:
    """A snapshot in memory that counts what is read of it."""

    def __init__(self, files, reads):
        self._inner, self._reads = MemorySnapshot(files), reads

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def read(self, path):
        self._reads[path] += 1
        return self._inner.read(path)


def views(*sides):
    """Build a view of each side in one workshop; give them, what was read, and how often estates were made."""
    contents, reads, made = {}, Counter(), []

    def read_estate(listing):
        made.append(1)
        with suppress(UnreadableError):
            listing.read("people.txt")
        return Estate()

    workshop = Workshop(replace(registry(), domains={"toy": Toy()}, estate_reader=read_estate), {})
    built = []
    for number, side in enumerate(sides):
        listing = SnapshotListing(Counted(side, reads), (), {}, contents)
        built.append(workshop.view(listing, f"v{number}", "head")[0])
    return built, reads, len(made)


def test_equal_content_is_read_once_wherever_it_lies():
    _, reads, _ = views(BASE, BASE)

    assert sorted(reads.values()) == [1, 1]  # the people, and one of two equal toys


@pytest.mark.parametrize(
    ("head", "estates"),
    [
        (BASE | {"x.toy": '["new"]'}, 1),
        (BASE | {"people.txt": "b"}, 2),
        (BASE | {"z.toy": "[]"}, 2),
        ({"x.toy": "[]", "y.toy": "[]"}, 2),
    ],
    ids=["another file changed", "a file that was read changed", "a file came", "a file went"],
)
def test_an_estate_is_made_anew_where_what_it_was_made_of_differs(head, estates):
    built, _, made = views(BASE, head)

    assert made == estates
    assert (built[0].estate is built[1].estate) == (estates == 1)


def test_what_is_missing_when_it_is_asked_for_counts_as_read():
    without = {"x.toy": "[]", "y.toy": "[]"}

    assert views(without, BASE)[2] == 2
    assert views(without, without)[2] == 1


def test_models_of_what_did_not_change_are_one_object():
    built, _, _ = views(BASE, BASE, BASE | {"x.toy": '["new"]'})

    assert built[0].model("toy") is built[1].model("toy")
    assert built[2].model("toy") == {"x.toy": ["new"], "y.toy": []}
