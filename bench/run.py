"""The scenarios of the performance page: medians beside budgets, and the ratio to a peer in the same run.

    python bench/run.py [--runs 5] [--only NAME ...] [--pair BASE.json HEAD.json]

`--pair` names two versions of one big OpenAPI document, for example of `@octokit/openapi` from npm.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import peers
import systems
from measure import Figures, alternate, program

Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command, its budgets in seconds, and perhaps a peer's command for the same work."""

    name: str
    command: Command
    folder: Path
    cold: float
    warm: float | None = None
    peer: Command | None = None


def main() -> None:
    """Print the table, line by line."""
    options = _options()
    print(f"{'scenario':<44}{'cold':>8}{'budget':>8}{'warm':>8}{'budget':>8}{'MiB':>6}{'peer':>8}{'ratio':>7}  exit")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in MAKERS.items():
            if options.only and name not in options.only:
                continue
            for scenario in make(Path(folder) / name, options.pair):
                _measure(scenario, options.runs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=MAKERS)
    parser.add_argument("--pair", nargs=2, type=Path, metavar=("BASE", "HEAD"))
    return parser.parse_args()


def _measure(scenario: Scenario, runs: int) -> None:
    cached = scenario.warm is not None
    cold_command = [*scenario.command, "--no-cache"] if cached else scenario.command
    cold, *others = alternate([one for one in (cold_command, scenario.peer) if one], scenario.folder, runs)
    warm = _warm(scenario, runs) if cached else None
    peer = others[0].median if others else None
    print(
        f"{scenario.name:<44}{_s(cold.median)}{_s(scenario.cold)}{_s(warm.median if warm else None)}"
        f"{_s(scenario.warm)}{cold.memory:>6.0f}{_s(peer)}{f'{peer / cold.median:.1f}x' if peer else '-':>7}"
        f"  {','.join(map(str, sorted(cold.codes)))}",
        flush=True,
    )


def _warm(scenario: Scenario, runs: int) -> Figures:
    with tempfile.TemporaryDirectory() as cache:
        command = [*scenario.command, "--cache-dir", cache]
        alternate([command], scenario.folder, 1)
        return alternate([command], scenario.folder, runs)[0]


def _s(seconds: float | None) -> str:
    return f"{'-':>8}" if seconds is None else f"{seconds:>8.3f}"


def _check(*words: str) -> list[str]:
    return [program(), "check", *words, "-o", "json"]


COMMITS = ("--base", "git:HEAD~1", "--head", "git:HEAD")


def _start(folder: Path, _: object) -> Iterator[Scenario]:
    folder.mkdir()
    bare = [sys.executable, "-c", ""]
    yield Scenario("--version", [program(), "--version"], folder, 0.03, peer=bare)
    yield Scenario("--help", [program(), "--help"], folder, 0.1, peer=bare)
    systems.many_files(folder, 1)
    yield Scenario("one file, one commit to the next", _check(*COMMITS), folder, 0.15, 0.12, bare)


def _unchanged(folder: Path, _: object) -> Iterator[Scenario]:
    folder.mkdir()
    systems.many_files(folder, 50_000)
    git = ["git", "diff-tree", "-r", "-z", "--raw", "HEAD~1", "HEAD"]
    yield Scenario("50,000 files, one commit to the next", _check(*COMMITS), folder, 0.12, 0.12, git)
    status = ["git", "status", "--porcelain", "-z"]
    words = ("--base", "git:HEAD", "--head", "worktree")
    yield Scenario("50,000 files, commit to working tree", _check(*words), folder, 0.2, 0.2, status)


def _services(count: int, changed: int, cold: float, warm: float) -> Callable[[Path, object], Iterator[Scenario]]:
    def make(folder: Path, _: object) -> Iterator[Scenario]:
        folder.mkdir()
        systems.services(folder, count, changed)
        name = f"{count:,} services, {changed:,} changed"
        yield Scenario(name, _check(*COMMITS, "--validate", "fast"), folder, cold, warm)
        if count == SMALL:
            yield Scenario(f"{name}, full validation", _check(*COMMITS, "--validate", "full"), folder, 0.5, 0.12)

    return make


SMALL = 20


def _database(folder: Path, _: object) -> Iterator[Scenario]:
    folder.mkdir()
    systems.database(folder, 500, 500)
    squawk = peers.find("squawk")
    files = sorted(str(path) for path in (folder / "db/migrations").glob("*.up.sql"))
    peer = [squawk, *files] if squawk else None
    yield Scenario("500 migrations, 500 queries", _check(*COMMITS), folder, 0.5, 0.15, peer)


def _plans(folder: Path, _: object) -> Iterator[Scenario]:
    folder.mkdir()
    for components, needs, budget in ((1_000, 5_000, 2.0), (10_000, 50_000, 2.0), (100_000, 500_000, 8.0)):
        path = folder / f"contracts{components}.json"
        systems.contracts(path, components, needs)
        command = [program(), "plan", "--contracts", str(path), "-o", "json"]
        yield Scenario(f"plan of {components:,} components, {needs:,} needs", command, folder, budget)


def _pair(folder: Path, pair: Sequence[Path] | None) -> Iterator[Scenario]:
    if not pair:
        print("one big OpenAPI pair: not measured, --pair names none")
        return
    folder.mkdir()
    base, head = (str(path.resolve()) for path in pair)
    oasdiff = peers.find("oasdiff")
    peer = [oasdiff, "breaking", base, head] if oasdiff else None
    words = ("--base", f"file:{base}", "--head", f"file:{head}", "--validate", "fast")
    yield Scenario(
        f"OpenAPI pair, {Path(head).stat().st_size / 2**20:.1f} MiB", _check(*words), folder, 1.5, 0.15, peer
    )


MAKERS: dict[str, Callable[[Path, Sequence[Path] | None], Iterator[Scenario]]] = {
    "start": _start,
    "unchanged": _unchanged,
    "small": _services(SMALL, 1, 0.25, 0.12),
    "one-of-1000": _services(1_000, 1, 0.3, 0.15),
    "all-of-1000": _services(1_000, 1_000, 1.5, 0.2),
    "database": _database,
    "plan": _plans,
    "pair": _pair,
}

if __name__ == "__main__":
    main()
