"""Where reports go: standard output once, files as often as wanted, each written whole or not at all."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from deploycheck.cli import NOT_DONE
from deploycheck.model.errors import UsageError
from deploycheck.model.suggest import did_you_mean

if TYPE_CHECKING:
    from deploycheck.model.finding import Problem


class Target(NamedTuple):
    """One `--output FORMAT[=PATH]`; an empty path is standard output."""

    format: str
    path: str = ""


def targets(words: Iterable[str], known: Iterable[str], default: str) -> list[Target]:
    """Read the values of `--output`; raises UsageError for an unknown format or two on standard output."""
    known = sorted(known)
    found = []
    for word in words:
        name, _, path = word.partition("=")
        if name not in known:
            raise UsageError(f"--output: there is no format {name!r}{did_you_mean(name, known)}; {', '.join(known)}")
        found.append(Target(name, path))
    if sum(not target.path for target in found) > 1:
        raise UsageError("--output: at most one format goes to standard output; give the others a path (FORMAT=PATH)")
    return found or [Target(default)]


def emit(target: Target, text: str) -> None:
    """Write one report; a file appears whole or not at all."""
    if not target.path:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
        return
    write_whole(Path(target.path), text)


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its target, then rename it; raises UsageError where that fails."""
    from tempfile import mkstemp

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


def problems_told(problems: "Iterable[Problem]") -> int:
    """Say on standard error what could not be read, and give the exit code: 2, or 0 where all was well."""
    from deploycheck.report.printable import printable

    told = [str(problem) for problem in problems]
    sys.stderr.write("".join(f"deploycheck: {printable(text)}\n" for text in told))
    return NOT_DONE if told else 0


def terminal_look(path: str) -> dict[str, Any]:
    """Give colour and width, as a style takes them, for what goes to `path`, or to standard output without one."""
    color = not path and wants_color(sys.stdout)
    return {"color": color, "width": _columns() if not path and sys.stdout.isatty() else 100}


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((100, 24)).columns


def wants_color(stream: object) -> bool:
    """Whether to colour what goes to `stream`: NO_COLOR and FORCE_COLOR decide, else a terminal that is not dumb."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool(getattr(stream, "isatty", lambda: False)()) and os.environ.get("TERM") != "dumb"
