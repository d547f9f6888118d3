"""Files that are read in the order in which they were listed are read together."""

import pytest

from deploycheck.engine import listing as listings
from deploycheck.engine.listing import SnapshotListing
from deploycheck.model.snapshot import UnreadableError
from deploycheck.testing.memory import MemorySnapshot


class Counting:
    """Notes what is read one by one, and what together."""

    def __init__(self, files):
        self._snapshot = MemorySnapshot(files)
        self.info, self.history, self.entries = self._snapshot.info, None, self._snapshot.entries
        self.alone, self.together = [], []

    def read(self, path):
        self.alone.append(path)
        return self._snapshot.read(path)

    def read_many(self, paths):
        self.together.append(list(paths))
        return {path: self._snapshot.read(path) for path in self.together[-1] if "big" not in path}

    def close(self):
        pass


FILES = {f"{number}.yaml": f"a: {number}\n" for number in range(6)} | {"3-big.yaml": "big\n", "x.txt": "x\n"}


@pytest.fixture
def snapshot(monkeypatch):
    monkeypatch.setattr(listings, "_AHEAD", 3)
    return Counting(FILES)


def test_the_second_in_order_brings_those_behind_it(snapshot):
    listing = SnapshotListing(snapshot, ())
    found = {path: listing.read(path).decode() for path in listing.ending(".yaml")}

    assert found == {path: text for path, text in sorted(FILES.items()) if path.endswith(".yaml")}
    assert snapshot.alone == ["0.yaml", "3-big.yaml"]
    assert snapshot.together == [["1.yaml", "2.yaml", "3-big.yaml"], ["3.yaml", "4.yaml", "5.yaml"]]


def test_who_reads_in_another_order_reads_one_by_one(snapshot):
    listing = SnapshotListing(snapshot, ())
    for path in reversed(listing.ending(".yaml")):
        listing.read(path)
    with pytest.raises(UnreadableError):
        listing.read("gone.yaml")

    assert snapshot.together == []
