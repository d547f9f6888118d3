"""The result cache: whole reports by the content of everything that they depend on; safe to lose at any time."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from deploycheck.model.report import Report
from deploycheck.model.snapshot import Rooted, Snapshot

SCHEMA = 1
KEPT = 200
FILE = "results.sqlite"


class ResultCache:
    """Remembers reports in one sqlite file below a folder that only the user may read.

    Every failure (a damaged file, a full disk, a folder that can't be written) means a cache that remembers nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def get(self, key: str) -> Report | None:
        """Give the report under `key`; None when there is none, or none that can be read."""
        data = self.get_bytes(key)
        if data is None:
            return None
        try:
            return msgspec.json.decode(data, type=Report)
        except msgspec.MsgspecError:
            return None

    def get_bytes(self, key: str) -> bytes | None:
        """Give what is stored under `key`."""
        try:
            if not self._path.is_file():
                return None
            with closing(self._open()) as connection:
                row = connection.execute("select value from result where key = ?", (key,)).fetchone()
        except (sqlite3.Error, OSError):
            self._drop()
            return None
        return bytes(row[0]) if row else None

    def put(self, key: str, value: bytes) -> None:
        """Store `value`, and forget the oldest beyond the latest 200."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(self._open()) as connection, connection:
                connection.execute("insert or replace into result (key, value) values (?, ?)", (key, value))
                connection.execute(
                    "delete from result where rowid not in (select rowid from result order by rowid desc limit ?)",
                    (KEPT,),
                )
        except (sqlite3.Error, OSError):
            self._drop()

    def put_report(self, key: str, report: Report) -> None:
        """Store a report."""
        try:
            self.put(key, msgspec.json.encode(report))
        except (TypeError, ValueError):
            return

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=2)
        connection.execute("create table if not exists result (key text primary key, value blob not null)")
        return connection

    def _drop(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Name the user's cache folder; never a place inside a checked tree."""
    home = environment.get("XDG_CACHE_HOME") or str(Path(environment.get("HOME") or str(Path.home())) / ".cache")
    return Path(home) / "deploycheck"


def result_key(parts: Iterable[Any], snapshots: Iterable[Snapshot]) -> str:
    """Name a result by everything that it depends on: settings, versions of plugins, and all content ids."""
    digest = hashlib.sha256(json.dumps([SCHEMA, *parts], default=str, sort_keys=True).encode())
    for snapshot in snapshots:
        digest.update(tree_digest(snapshot))
    return digest.hexdigest()


def tree_digest(snapshot: Snapshot) -> bytes:
    """Digest all that a snapshot holds, with what reports print of it."""
    info = snapshot.info
    told = "\0".join((info.kind, info.ref, info.commit, info.basis or "", ""))
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass"))
    digest.update(_content(snapshot).encode("utf-8", "surrogatepass"))
    return digest.digest()


def _content(snapshot: Snapshot) -> str:
    if isinstance(snapshot, Rooted):
        return f"tree {snapshot.identity}"
    entries = snapshot.entries().items()
    return "\0".join(f"{path}\0{entry.content_id}\0{entry.kind}" for path, entry in entries)


def user_environment() -> Mapping[str, str]:
    """Give the environment variables that say where a user's cache lives."""
    return {name: os.environ[name] for name in ("XDG_CACHE_HOME", "HOME") if name in os.environ}
