"""The content of git's objects, by id, through one `git cat-file --batch` that stays open."""

import contextlib
import os
import subprocess
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Self

from deploycheck.snapshots.content import too_big
from deploycheck.snapshots.git import Git, pipes

_CHUNK = 1 << 20
_CLOSING_SECONDS = 5.0
_SMALL = 1 << 20
"""Largest object, in bytes, that is given before somebody asks for it alone."""


class MissingObjectError(Exception):
    """An object can't be given; the message is a reason for people."""


class Objects:
    """Reads objects of one repository. Started by the first read, shared by that repository's snapshots."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._users = 0

    def acquire(self) -> Self:
        """Count one more user."""
        self._users += 1
        return self

    def release(self) -> None:
        """Count one user less; the last one ends the process."""
        self._users -= 1
        if self._users <= 0:
            self.close()

    def __enter__(self) -> Self:
        return self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def read(self, object_id: str) -> bytes:
        """Give an object's content; raises MissingObjectError when it isn't here or is too big."""
        return self.named(object_id)[1]

    def named(self, name: str) -> tuple[str, bytes]:
        """Give id and content of the object that a name of any form means; raises MissingObjectError.

        Names come from users: one with a line break would be two.
        """
        with self._lock:
            try:
                return self._ask(os.fsencode(name))
            except (BrokenPipeError, ValueError, EOFError):
                self._end()
                raise MissingObjectError(
                    "git can't read it (a damaged object, or one that a partial clone left out)"
                ) from None
            finally:
                if not self._users:
                    self._end()

    def read_many(self, object_ids: Sequence[str]) -> dict[str, bytes]:
        """Give the content of some objects by id, asked for at once; what isn't here or is big is left out.

        They must be few enough for their ids to fit into a pipe that nobody empties: some hundred.
        """
        found: dict[str, bytes] = {}
        with self._lock:
            try:
                given, answer = self._pipes()
                given.write("".join(f"{one}\n" for one in object_ids).encode())
                given.flush()
                for one in object_ids:
                    header = _header(answer)
                    if header[-1].isdigit():
                        size = int(header[2])
                        if size > _SMALL:
                            _discard(answer, size + 1)
                        else:
                            found[one] = _exactly(answer, size + 1)[:-1]
            except (BrokenPipeError, ValueError, EOFError):
                self._end()
            finally:
                if not self._users:
                    self._end()
        return found

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = self._git.start("cat-file", "--batch")
        return pipes(self._process)

    def _ask(self, name: bytes) -> tuple[str, bytes]:
        given, answer = self._pipes()
        given.write(name + b"\n")
        given.flush()
        header = _header(answer)
        if not header[-1].isdigit():  # "missing", mostly
            raise MissingObjectError("its content isn't in this clone; fetch it first")
        size = int(header[2])
        if reason := too_big(size):
            _discard(answer, size + 1)
            raise MissingObjectError(reason)
        content = _exactly(answer, size + 1)
        return header[0].decode(), content[:-1]

    def close(self) -> None:
        """End the process, if it runs."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        given, answer = pipes(process)
        with contextlib.suppress(BrokenPipeError):  # it ended by itself
            given.close()
        answer.close()
        try:
            process.wait(_CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _header(source: IO[bytes]) -> list[bytes]:
    header = source.readline().split()
    if not header:
        raise EOFError
    return header


def _exactly(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _discard(source: IO[bytes], size: int) -> None:
    while size:
        size -= len(_exactly(source, min(size, _CHUNK)))
