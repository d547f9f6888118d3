"""Pure work spread over the cores: copies of this process do shares of it, and the answers come back by number.

A copy made by `fork` has everything that was read already and needs to be sent nothing. It is made on Linux only, and
only where no other thread runs, because nobody opens the locks that a thread holds in a copy. What a copy could not do
is missing in the answers and left to the caller, so that the number of processes changes the time and nothing else.
"""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

MOST = 2
"""More processes have no use yet: work is dealt in two shares."""
_LENGTH = 8


class _Copy(NamedTuple):
    """A copy of this process, the end of the pipe where its answers arrive, and the pieces that it does."""

    process: int
    answers: int
    pieces: range


def cores() -> int:
    """Give how many processes are worth having on this machine."""
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(usable, MOST))


def possible() -> bool:
    """Whether copies of this process can be made safely."""
    return sys.platform == "linux" and threading.active_count() == 1


def spread(count: int, work: Callable[[int], bytes], own: Callable[[int], None], jobs: int) -> Mapping[int, bytes]:
    """Deal `count` pieces to `jobs` processes in turns, this one among them; give the answers of the others by number.

    `own` does a piece here, `work` does one in a copy and packs its answer. Both must be pure but for what they
    remember, and must not touch open files.
    """
    copies: list[_Copy] = []
    try:
        if possible():
            gc.freeze()  # so that no walk of the collector copies what is only read
            copies.extend(_copied(range(start, count, jobs), work) for start in range(1, min(jobs, count)))
        for number in range(0, count, jobs):
            own(number)
        return {number: answer for copy in copies for number, answer in _received(copy)}
    finally:
        gc.unfreeze()
        for copy in copies:
            _ended(copy)


def _copied(pieces: range, work: Callable[[int], bytes]) -> _Copy:
    answers, sending = os.pipe()
    process = os.fork()
    if process:
        os.close(sending)
        return _Copy(process, answers, pieces)
    status = 1
    try:  # from here on this is the copy; whatever happens, it never returns to what its original does
        os.close(answers)
        done: list[bytes] = []
        with suppress(Exception):  # what follows is missing, and asked elsewhere
            for number in pieces:
                done.append(work(number))  # what was done before an exception counts
        _send(sending, done)  # all at once: a full pipe would make this copy wait for the others
        status = 0
    finally:
        os._exit(status)


def _send(sending: int, packed: Iterable[bytes]) -> None:
    with os.fdopen(sending, "wb") as pipe:
        for answer in packed:
            pipe.write(len(answer).to_bytes(_LENGTH))
            pipe.write(answer)


def _received(copy: _Copy) -> Iterable[tuple[int, bytes]]:
    """Give a copy's answers; one that is not whole, and those that would follow, are missing."""
    with os.fdopen(os.dup(copy.answers), "rb") as pipe:
        for number in copy.pieces:
            head = pipe.read(_LENGTH)
            length = int.from_bytes(head)
            answer = pipe.read(length) if len(head) == _LENGTH else b""
            if len(head) < _LENGTH or len(answer) < length:
                return
            yield number, answer


def _ended(copy: _Copy) -> None:
    """Close the pipe and wait for the copy, which has nothing to do any more."""
    os.close(copy.answers)
    with suppress(ProcessLookupError):
        os.kill(copy.process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(copy.process, 0)
