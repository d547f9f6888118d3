"""Whole results from the cache, and the last report for `explain`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from deploycheck.engine.cache import ResultCache, cache_folder, result_key, user_environment
from deploycheck.model.report import Report
from deploycheck.model.snapshot import Snapshot

LAST = "last"


class Shelf:
    """The place of one result in the cache; without a folder it keeps nothing."""

    def __init__(self, folder: str | Path | None, parts: Sequence[Any], snapshots: Sequence[Snapshot]) -> None:
        self._cache = None if folder is None else ResultCache(_folder(folder))
        self._key = result_key(parts, snapshots) if self._cache else ""

    def stored(self) -> Report | None:
        """Give the report of the same question, if it was asked before."""
        return self._cache.get(self._key) if self._cache else None

    def store(self, report: Report) -> None:
        """Keep a report, unless something went wrong on the way to it."""
        if self._cache and not report.crashed:
            self._cache.put_report(self._key, report)

    def remember(self, report: Report) -> None:
        """Keep a report as the last one, for `explain FINGERPRINT`."""
        if self._cache and report.findings:
            self._cache.put(LAST, msgspec.json.encode(report.to_dict(), enc_hook=str))


def last_report(folder: str | Path = "") -> bytes | None:
    """Give the last report in its JSON form."""
    return ResultCache(_folder(folder)).get_bytes(LAST)


def _folder(folder: str | Path) -> Path:
    return Path(folder) if folder else cache_folder(user_environment())
