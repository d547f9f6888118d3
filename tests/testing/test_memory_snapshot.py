"""A snapshot in memory is one like any other."""

from datetime import date

import pytest

from deploycheck.model.snapshot import Entry, Snapshot, UnreadableError
from deploycheck.testing import MemorySnapshot


def test_content_ids_are_those_of_git() -> None:
    snapshot: Snapshot = MemorySnapshot({"b.txt": "hello\n", "a.bin": b""})
    assert list(snapshot.entries().values()) == [
        Entry("a.bin", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", size=0),
        Entry("b.txt", "ce013625030ba8dba906f756967f9e9ca394464a", size=6),
    ]
    assert snapshot.read("b.txt") == b"hello\n"


def test_what_is_not_there_cannot_be_read() -> None:
    with pytest.raises(UnreadableError, match="there is no such file"):
        MemorySnapshot({}).read("a")


def test_history_dates_the_lines_of_dated_files() -> None:
    history = MemorySnapshot({"a": "1\n2\n", "b": ""}, changed={"a": date(2026, 1, 31)}).history
    assert history is not None
    assert dict(history.line_dates("a") or {}) == dict.fromkeys((1, 2, 3), date(2026, 1, 31))
    assert history.line_dates("b") is None
    assert MemorySnapshot({"a": ""}).history is None
