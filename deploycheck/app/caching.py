"""Whole results from the cache, and the last report for `explain`."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deploycheck.engine.plugins import OWN, Registry, plugin_points
from deploycheck.model.errors import UsageError
from deploycheck.model.report import Report
from deploycheck.model.snapshot import Snapshot

if TYPE_CHECKING:
    from deploycheck.engine.cache import ResultCache

LAST = "last"


class Shelf:
    """The place of one result in the cache; without a folder it keeps nothing.

    `trees` are the folders that are judged: a cache inside them could be written by the change itself, so that none
    there is ever read.
    """

    def __init__(
        self, folder: str | Path | None, trees: Sequence[Path], parts: Sequence[Any], snapshots: Sequence[Snapshot]
    ) -> None:
        place = None if folder is None else _outside(folder, trees)
        self._cache: ResultCache | None = None
        if place is not None:
            from deploycheck.engine import cache

            self._cache, self._key = cache.ResultCache(place), cache.result_key(parts, snapshots)

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
            import msgspec

            self._cache.put(LAST, msgspec.json.encode(report.to_dict(), enc_hook=str))


def last_report(folder: str | Path = "") -> bytes | None:
    """Give the last report in its JSON form."""
    from deploycheck.engine.cache import ResultCache

    return ResultCache(_folder(folder)).get_bytes(LAST)


def code_state(registry: Registry | None = None) -> list[tuple[str, int, int]]:
    """Give name, size and time of every source file that can decide about a result: a changed rule is another one.

    `registry` is one that was handed over instead of loading the installed plugins.
    """
    return sorted(state for folder in _packages(registry) for state in _sources(folder))


def _packages(registry: Registry | None) -> Iterator[Path]:
    """Give the folders of the packages that plugins are in, and of our own; nothing of them is imported."""
    from importlib.util import find_spec

    modules = [point.module for point in plugin_points()] if registry is None else _modules(registry)
    for name in sorted({OWN, *(module.partition(".")[0] for module in modules)}):
        try:
            spec = find_spec(name)
        except ValueError:
            continue
        if spec is not None and spec.submodule_search_locations:
            yield from (Path(place) for place in spec.submodule_search_locations)


def _modules(registry: Registry) -> Iterator[str]:
    yield from (fact.function.__module__ for fact in registry.facts.values())
    yield from (rule.function.__module__ for rule in registry.rules.values())
    yield from (type(domain).__module__ for domain in registry.domains.values())


def _sources(folder: Path) -> Iterable[tuple[str, int, int]]:
    waiting = [str(folder)]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif entry.name.endswith((".py", ".json")):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns


def _outside(folder: str | Path, trees: Sequence[Path]) -> Path | None:
    """Give the cache's folder; None for the user's own where that lies in a checked tree. Raises UsageError."""
    place = _folder(folder)
    try:
        inside = any(place.resolve().is_relative_to(tree.resolve()) for tree in trees)
    except (OSError, RuntimeError):  # a link in a loop; no file can be there
        return None
    if inside and folder:
        raise UsageError(f"--cache-dir: {folder} lies inside the tree that is checked; a change could write it itself")
    return None if inside else place


def _folder(folder: str | Path) -> Path:
    if folder:
        return Path(folder)
    from deploycheck.engine.cache import cache_folder, user_environment

    return cache_folder(user_environment())
