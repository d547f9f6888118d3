"""Case files: the cases of one rule as Markdown, which are also the examples on the rule's page.

A file has one `# rule-name`, and a `## title` for each case. A case has header lines (`today: 2026-11-22`,
`env: prod`, `changed: PATH 2026-01-31` for the date on which all lines of a file last changed), prose, fences that name
a side and a path (`base=`, `head=` or `both=`) or `toml config`, and last a fence `findings` with one line
`SEVERITY RULE SIDE:PATH:LINE SUBJECT` for each finding of the rule's family, or nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from deploycheck.documents.fences import Fence, TextLine, blocks
from deploycheck.model.record import Record

PINNED = date(2026, 11, 22)
CONFIGURATION = "deploycheck.toml"

_SIDES = {"base": ("base",), "head": ("head",), "both": ("base", "head")}


class CaseError(Exception):
    """A case file is not written as case files are; the message names file and line."""

    def __init__(self, message: str, path: str, line: int) -> None:
        super().__init__(f"{path}:{line}: {message}")


class Case(Record):
    """One case: two small snapshots and the exact findings expected of them.

    `changed` maps a path to the date on which its lines were last changed. `expected` holds one line per finding.
    """

    title: str
    line: int
    base: dict[str, str]
    head: dict[str, str]
    expected: tuple[str, ...]
    today: date = PINNED
    env: str | None = None
    changed: tuple[tuple[str, date], ...] = ()

    @property
    def silent(self) -> bool:
        """Whether nothing is expected."""
        return not self.expected


class CaseFile(Record):
    """The cases of one rule; `family` is the folder of the file, and `policy` for a rule `policy/...`."""

    path: str
    rule: str
    family: str
    cases: tuple[Case, ...]

    def firing(self) -> Iterator[Case]:
        """Give the cases in which the rule itself is expected to find something at error or warning."""
        return (case for case in self.cases if any(_names(line, self.rule) for line in case.expected))

    def silent(self) -> Iterator[Case]:
        """Give the cases in which the rule is expected to find nothing."""
        return (case for case in self.cases if not any(_names(line, self.rule) for line in case.expected))


def _names(expected: str, rule: str) -> bool:
    return rule in expected.split(" ")[:3]


def read_cases(path: Path) -> CaseFile:
    """Read a case file; raises CaseError."""
    return parse_cases(path.read_text(encoding="utf-8"), path.as_posix(), path.parent.name)


def parse_cases(text: str, path: str, family: str) -> CaseFile:
    """Parse the text of a case file; raises CaseError."""
    rule = ""
    sections: list[tuple[TextLine, list[Fence | TextLine]]] = []
    for block in blocks(text):
        match block:
            case TextLine(heading) if heading.startswith("# ") and not rule:
                rule = heading[2:].strip()
            case TextLine(heading) if heading.startswith("## "):
                sections.append((block, []))
            case _ if sections:
                sections[-1][1].append(block)
            case Fence(line=line):
                raise CaseError("this block stands before the first case (`## title`)", path, line)
            case _:
                pass
    if not rule:
        raise CaseError("the first heading names the rule: `# rule-name`", path, 1)
    if not sections:
        raise CaseError("there is no case; each starts with `## title`", path, 1)
    _refuse_twins((heading for heading, _ in sections), path)
    family = "policy" if rule.startswith("policy/") else family
    return CaseFile(path, rule, family, tuple(_case(heading, parts, path) for heading, parts in sections))


def _refuse_twins(headings: Iterable[TextLine], path: str) -> None:
    seen: set[str] = set()
    for heading in headings:
        if heading.text in seen:
            raise CaseError(f"two cases have the title {heading.text[3:]!r}", path, heading.line)
        seen.add(heading.text)


def _case(heading: TextLine, parts: list[Fence | TextLine], path: str) -> Case:
    files: dict[str, dict[str, str]] = {"base": {}, "head": {}}
    fences = [part for part in parts if isinstance(part, Fence)]
    for fence in fences:
        if not fence.closed:
            raise CaseError("nothing closes this block", path, fence.line)
    if not fences or fences[-1].info != "findings":
        raise CaseError("the last block of a case is `findings`, empty when nothing is expected", path, heading.line)
    for fence in fences[:-1]:
        for side, name in _targets(fence, path):
            if name in files[side]:
                raise CaseError(f"{name} is given twice for {side}", path, fence.line)
            files[side][name] = fence.text
    expected = tuple(" ".join(line.split()) for line in fences[-1].text.splitlines() if line.strip())
    settings = _settings(parts, path)
    return Case(heading.text[3:].strip(), heading.line, files["base"], files["head"], expected, *settings)


def _targets(fence: Fence, path: str) -> Iterator[tuple[str, str]]:
    """Give side and path for which a block is meant."""
    if fence.info == "toml config":
        yield "base", CONFIGURATION
        yield "head", CONFIGURATION
        return
    words = fence.info.split(" ", 1)
    sides, _, name = words[-1].strip().partition("=")
    if sides not in _SIDES or not name:
        hint = "a block says `yaml base=PATH`, `head=PATH` or `both=PATH`, or `toml config`"
        raise CaseError(f"{hint}, not {fence.info!r}", path, fence.line)
    if name.startswith("/") or ".." in name.split("/"):
        raise CaseError(f"{name} leaves the snapshot", path, fence.line)
    for side in _SIDES[sides]:
        yield side, name


def _settings(parts: list[Fence | TextLine], path: str) -> tuple[date, str | None, tuple[tuple[str, date], ...]]:
    """Read the header lines: the first lines of the case, up to an empty one or prose."""
    today, env = PINNED, None
    changed: list[tuple[str, date]] = []
    for part in parts:
        if not isinstance(part, TextLine):
            break
        key, _, value = part.text.partition(": ")
        match key:
            case "today":
                today = _date(value, path, part.line)
            case "env":
                env = value.strip()
            case "changed":
                name, _, day = value.strip().rpartition(" ")
                changed.append((name, _date(day, path, part.line)))
            case _ if part.text.strip():
                break
            case _:
                pass
    return today, env, tuple(changed)


def _date(text: str, path: str, line: int) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise CaseError(f"a date is written 2026-11-22, not {text.strip()!r}", path, line) from error
