"""Two versions of one OpenAPI document: whole processes of deploycheck and of oasdiff, on the same pairs in turns.

    python bench/openapi.py [--runs 5] BASE HEAD [BASE HEAD ...]

BASE and HEAD are two files, or two folders: then every file that both hold under the same name is a pair. Nothing is
fetched; big documents are, for example, in the package `@octokit/openapi` of npm (`npm pack @octokit/openapi@23`,
folder `generated`). *cold* is without the result cache, with all rules, proofs, witnesses and the fast validation of
head; *warm* has the result cache. The peer's command is `oasdiff breaking BASE HEAD`; it is looked for beside the
running Python, on PATH, and where `go install` puts it.
"""

import argparse
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import peers
from measure import Figures, alternate, program

BIG = 1024 * 1024
SUFFIXES = (".json", ".yaml", ".yml")
WIDTH = 34


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of a document."""

    base: Path
    head: Path

    @property
    def size(self) -> int:
        """The bytes of head."""
        return self.head.stat().st_size

    @property
    def name(self) -> str:
        """How the table calls it: what differs in the two paths, and the file's name, as much as fits."""
        text = f"{_unlike(self.base, self.head)} > {_unlike(self.head, self.base)} {self.head.name}"
        return text if len(text) < WIDTH else "..." + text[4 - WIDTH :]

    @property
    def budget(self) -> tuple[float, float]:
        """The budgets of the performance page, cold and warm, in seconds."""
        if self.size < BIG:
            return 0.5, 0.15
        return (2.0, 0.2) if self.head.suffix in (".yaml", ".yml") else (1.5, 0.15)


def _unlike(one: Path, other: Path) -> str:
    parts = [part for part in one.parts[:-1] if part not in other.parts]
    return parts[0] if parts else one.stem


def main() -> None:
    """Print the table, line by line, and the medians of the ratios."""
    options = _options()
    oasdiff = peers.find("oasdiff")
    if oasdiff is None:
        print("oasdiff is not installed (go install github.com/oasdiff/oasdiff@latest): no ratios")
    print(f"{'pair':<{WIDTH}}{'MiB':>6}{'cold':>8}{'budget':>8}{'warm':>8}{'budget':>8}{'mem':>6}", end="")
    print(f"{'oasdiff':>9}{'mem':>6}{'faster':>8}{'memory':>8}  exit")
    ratios: list[tuple[float, float]] = []
    for pair in _pairs(options.paths):
        cold, warm, peer = _measured(pair, oasdiff, options.runs)
        _print(pair, cold, warm, peer)
        if peer is not None and pair.size >= BIG:
            ratios.append((peer.median / cold.median, cold.memory / peer.memory))
    if ratios:
        times, memory = zip(*ratios, strict=True)
        print(f"pairs above 1 MiB: {len(ratios)}; median {statistics.median(times):.1f} times faster,", end=" ")
        print(f"worst {min(times):.1f}; memory {statistics.median(memory):.2f} of the peer's, worst {max(memory):.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("paths", nargs="+", type=Path, metavar="BASE HEAD")
    options = parser.parse_args()
    if len(options.paths) % 2:
        parser.error("an even number of paths is wanted: BASE HEAD, BASE HEAD")
    return options


def _pairs(paths: Sequence[Path]) -> Iterator[Pair]:
    for base, head in zip(paths[::2], paths[1::2], strict=True):
        if base.is_dir() and head.is_dir():
            names = sorted(path.name for path in head.iterdir() if path.suffix in SUFFIXES)
            yield from (Pair(base / name, head / name) for name in names if (base / name).is_file())
        else:
            yield Pair(base, head)


def _measured(pair: Pair, oasdiff: str | None, runs: int) -> tuple[Figures, Figures, Figures | None]:
    """Give the figures of a cold run, a warm run and the peer; one run before goes uncounted."""
    base, head = (str(path.resolve()) for path in (pair.base, pair.head))
    ours = [program(), "check", "--base", f"file:{base}", "--head", f"file:{head}", "--validate", "fast", "-o", "json"]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        commands = [[*ours, "--no-cache"], [*ours, "--cache-dir", cache]]
        commands += [[oasdiff, "breaking", base, head]] if oasdiff else []
        alternate(commands, Path(folder), 1)
        cold, warm, *peer = alternate(commands, Path(folder), runs)
    return cold, warm, peer[0] if peer else None


def _print(pair: Pair, cold: Figures, warm: Figures, peer: Figures | None) -> None:
    budgets = pair.budget
    print(
        f"{pair.name:<{WIDTH}}{pair.size / 2**20:>6.1f}{cold.median:>8.3f}{budgets[0]:>8.3f}{warm.median:>8.3f}"
        f"{budgets[1]:>8.3f}{cold.memory:>6.0f}",
        end="",
    )
    if peer is None:
        print(f"{'-':>9}{'-':>6}{'-':>8}{'-':>8}", end="")
    else:
        faster, memory = peer.median / cold.median, cold.memory / peer.memory
        print(f"{peer.median:>9.3f}{peer.memory:>6.0f}{f'{faster:.1f}x':>8}{memory:>8.2f}", end="")
    print(f"  {','.join(map(str, sorted(cold.codes)))}", flush=True)


if __name__ == "__main__":
    main()
