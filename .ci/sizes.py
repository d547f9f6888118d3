"""Measure functions and files against the limits of the house; exit 1 names what is too large."""

import ast
import sys
from pathlib import Path

LONGEST_FUNCTION = 60
SHORT_FUNCTION = 30
SHARE_OF_SHORT = 0.9
LONGEST_FILE = 350
FOLDERS = ("deploycheck", "rules")


def functions(path: Path) -> list[tuple[str, int, int]]:
    """Give name, line and length of every function in a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append((node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1))
    return found


def main() -> int:
    """Print what is too large, and the figures."""
    lengths: list[int] = []
    mistakes: list[str] = []
    files = sorted(path for folder in FOLDERS for path in Path(folder).rglob("*.py"))
    for path in files:
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST_FILE:
            mistakes.append(f"{path}: {lines} lines, the limit is {LONGEST_FILE}")
        for name, line, length in functions(path):
            lengths.append(length)
            if length > LONGEST_FUNCTION:
                mistakes.append(f"{path}:{line}: {name} has {length} lines, the limit is {LONGEST_FUNCTION}")
    short = sum(length <= SHORT_FUNCTION for length in lengths) / len(lengths)
    if short < SHARE_OF_SHORT:
        mistakes.append(f"only {short:.0%} of the functions have at most {SHORT_FUNCTION} lines")
    median = sorted(lengths)[len(lengths) // 2]
    sys.stdout.write(f"{len(files)} files, {len(lengths)} functions, median {median} lines, {short:.0%} short\n")
    sys.stdout.write("".join(f"{mistake}\n" for mistake in mistakes))
    return 1 if mistakes else 0


if __name__ == "__main__":
    raise SystemExit(main())
