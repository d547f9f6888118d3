"""The only place that runs git.

A repository's configuration can make git run programs (fsmonitor, hooks, filters, textconv) and fetch from the
network; every call here forbids that. Refs never reach a command line before they were resolved to object ids.
"""

import os
import subprocess
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, cast

from deploycheck.model.errors import UsageError

TIMEOUT = 120.0
"""Seconds after which a call counts as hanging."""

_DROPPED = frozenset((
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_LITERAL_PATHSPECS", "GIT_ICASE_PATHSPECS",
))  # fmt: skip
_ADDED = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    # Older gits don't know the line above; without any allowed protocol they can't fetch either.
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_ALWAYS = (
    "--no-pager",
    "-c", "core.fsmonitor=false",
    "-c", f"core.hooksPath={os.devnull}",
    "-c", "submodule.recurse=false",
    "-c", "core.quotePath=false",
)  # fmt: skip
_LFS_PROGRAMS = frozenset((
    "git-lfs clean -- %f", "git-lfs smudge -- %f", "git-lfs smudge --skip -- %f",
    "git-lfs filter-process", "git-lfs filter-process --skip", "true", "",
))  # fmt: skip


class SnapshotError(UsageError):
    """A snapshot that was asked for can't be had; the message says what to do."""


class GitError(SnapshotError):
    """git ended with an error."""


def environment(inherited: Mapping[str, str], *, index_file: str = "") -> dict[str, str]:
    """Give the variables that git runs with."""
    kept = {name: value for name, value in inherited.items() if name not in _DROPPED}
    return kept | _ADDED | ({"GIT_INDEX_FILE": index_file} if index_file else {})


class Git:
    """Runs git in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filters: tuple[str, ...] | None = None

    def run(self, *arguments: str, index: bool = False, given: bytes | None = None, filters: bool = False) -> bytes:
        """Give what a command prints; raises GitError with git's own last words, SnapshotError without git.

        `index` honours GIT_INDEX_FILE, `filters` first switches the repository's own filters off: needed by every
        command that looks at files of the working tree. `given` is its standard input.
        """
        extra = self._without_filters() if filters else ()
        try:
            done = subprocess.run(
                ["git", *_ALWAYS, *extra, *arguments],
                cwd=self.folder,
                env=self._environment(index=index),
                input=given,
                stdin=subprocess.DEVNULL if given is None else None,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except (FileNotFoundError, NotADirectoryError):
            raise SnapshotError(_missing(self.folder)) from None
        except subprocess.TimeoutExpired:
            raise SnapshotError(f"git {arguments[0]} took longer than {TIMEOUT:.0f} seconds in {self.folder}") from None
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip() or f"git {arguments[0]} ended with {done.returncode}"
            raise GitError(words.removeprefix("fatal: "))
        return done.stdout

    def line(self, *arguments: str) -> str:
        """Give the one line that a command prints; empty when it fails."""
        try:
            return self.run(*arguments).decode("utf-8", "surrogateescape").rstrip("\r\n")
        except GitError:
            return ""

    def begin(self, *arguments: str, index: bool = False, filters: bool = False) -> "Begun":
        """Run a command while others work; takes what `run` takes."""
        return Begun(lambda: self.run(*arguments, index=index, filters=filters))

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start a command that answers on its pipes; the caller closes it."""
        return subprocess.Popen(
            ["git", *_ALWAYS, *arguments],
            cwd=self.folder,
            env=self._environment(index=False),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def _environment(self, *, index: bool) -> dict[str, str]:
        return environment(os.environ, index_file=os.environ.get("GIT_INDEX_FILE", "") if index else "")

    def _without_filters(self) -> tuple[str, ...]:
        """Empty every filter, because even `git status` runs them; git-lfs stays where it is what it says it is."""
        if self._filters is None:
            try:
                listed = self.run("config", "--null", "--get-regexp", r"^filter\.").decode("utf-8", "surrogateescape")
            except GitError:
                listed = ""
            names = {key.split(".", 1)[1].rpartition(".")[0] for key in map(_key, listed.split("\0")) if "." in key}
            if "lfs" in names and all(
                _is_lfs(entry) for entry in listed.split("\0") if entry.startswith("filter.lfs.")
            ):
                names.remove("lfs")
            self._filters = tuple(setting for name in sorted(names) for setting in _emptied(name))
        return self._filters


class Begun:
    """What a command prints that runs beside us."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._work = work
        self._output = b""
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._output = self._work()
        except Exception as error:  # noqa: BLE001  whoever waits is told
            self._error = error

    def output(self) -> bytes:
        """Wait for it; raises what `Git.run` raises."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._output


def _key(entry: str) -> str:
    return entry.partition("\n")[0]


def _is_lfs(entry: str) -> bool:
    key, _, value = entry.partition("\n")
    return key == "filter.lfs.required" or value in _LFS_PROGRAMS


def _emptied(name: str) -> list[str]:
    if "=" in name:
        raise SnapshotError(f"git's configuration has a filter called {name!r}, which can't be switched off; rename it")
    settings = (f"{name}.clean=", f"{name}.smudge=", f"{name}.process=", f"{name}.required=false")
    return [part for setting in settings for part in ("-c", f"filter.{setting}")]


def _missing(folder: Path) -> str:
    return f"there is no folder {folder}" if not folder.is_dir() else "git isn't installed, or not on PATH"


def pipes(process: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    """Give standard input and output of a process that `Git.start` made."""
    return cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
