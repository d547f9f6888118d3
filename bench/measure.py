"""Time whole processes: wall-clock medians and peak memory, ours and a peer's in turns, so that noise hits both.

Python may write its compiled modules, as it does for everybody who does not forbid it.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1024


@dataclass(slots=True)
class Figures:
    """Seconds of each run, and the largest resident memory in MiB."""

    seconds: list[float] = field(default_factory=list)
    memory: float = 0.0
    codes: set[int] = field(default_factory=set)

    @property
    def median(self) -> float:
        """The median of the runs, in seconds."""
        return statistics.median(self.seconds)


def program() -> str:
    """Find the deploycheck beside the running Python."""
    return str(Path(sys.executable).with_name("deploycheck"))


def alternate(commands: Sequence[Sequence[str]], folder: Path, runs: int) -> list[Figures]:
    """Run the commands in turns, `runs` times each, and give their figures."""
    figures = [Figures() for _ in commands]
    for _ in range(runs):
        for command, figure in zip(commands, figures, strict=True):
            _once(command, folder, figure)
    return figures


def _once(command: Sequence[str], folder: Path, figure: Figures) -> None:
    begin = time.perf_counter()
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    figure.seconds.append(time.perf_counter() - begin)
    process.returncode = os.waitstatus_to_exitcode(status)
    figure.codes.add(process.returncode)
    figure.memory = max(figure.memory, usage.ru_maxrss / MIB)
