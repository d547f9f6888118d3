"""CODEOWNERS of GitHub and GitLab: who owns a path; the last line that matches counts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self

from deploycheck.model.location import Location
from deploycheck.model.record import Record, field

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_SECTION = re.compile(r"\^?\[[^\]]+\](?:\[\d+\])?\s*(?P<owners>.*)")
_ANCHORED = re.compile(r"/[^*?\[\]\\]+")
_WORD = re.compile(r"(?:\\.|\S)+")


class OwnerLine(NamedTuple):
    """One line: a gitignore pattern and its owners, none for a path that nobody owns."""

    pattern: str
    owners: tuple[str, ...]
    line: int


class CodeOwners(Record):
    """The lines of one CODEOWNERS file."""

    path: str = ""
    lines: tuple[OwnerLine, ...] = ()
    anchored: Mapping[str, OwnerLine] = field(default_factory=dict)
    others: tuple[OwnerLine, ...] = ()

    @classmethod
    def of_lines(cls, path: str, lines: Iterable[OwnerLine]) -> Self:
        """Sort the lines: those that name one folder or file from the root are looked up, not tried one by one."""
        known = tuple(lines)
        anchored = {_anchor(line.pattern): line for line in known if _ANCHORED.fullmatch(line.pattern)}
        others = tuple(line for line in reversed(known) if not _ANCHORED.fullmatch(line.pattern))
        return cls(path, known, anchored, others)

    def line_for(self, path: str) -> OwnerLine | None:
        """Give the line that decides about a file."""
        best = max(self._anchored(path), key=lambda line: line.line, default=None)
        for line in self.others:
            if best is not None and line.line < best.line:
                break
            if _matches(line.pattern, path):
                return line
        return best

    def _anchored(self, path: str) -> Iterator[OwnerLine]:
        steps = path.split("/")
        for length in range(1, len(steps) + 1):
            place = "/".join(steps[:length])
            yield from (
                self.anchored[key] for key in (f"{place}/", place) if key in self.anchored and key != f"{path}/"
            )

    def of(self, path: str) -> str | None:
        """Name the owners of a file, separated by commas."""
        line = self.line_for(path)
        return ", ".join(line.owners) if line and line.owners else None

    def of_folder(self, folder: str) -> str | None:
        """Name the owners of a folder: of a file in it whose name nobody could have meant."""
        return self.of(f"{folder}/-" if folder else "-")

    def location(self, path: str) -> Location | None:
        """Give the place of the line that decides about a file."""
        line = self.line_for(path)
        return Location(self.path, line.line, 1) if line else None


def parse_codeowners(data: bytes, path: str) -> CodeOwners:
    """Read a CODEOWNERS file; lines with exclusions (`!`) are left out, as GitHub does not know them."""
    lines = []
    defaults: tuple[str, ...] = ()
    for number, text in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        words = _words(text)
        if not words or words[0].startswith("!"):
            continue
        if section := _SECTION.fullmatch(text.strip()):
            defaults = tuple(_owners(section["owners"].split()))
            continue
        owners = tuple(_owners(words[1:]))
        lines.append(OwnerLine(words[0], owners or defaults, number))
    return CodeOwners.of_lines(path, lines)


def _anchor(pattern: str) -> str:
    return pattern.removeprefix("/")


def _words(text: str) -> list[str]:
    """Split at blanks that no backslash protects, up to a comment."""
    words = []
    for word in _WORD.findall(text):
        if word.startswith("#"):
            break
        words.append(word)
    return words


def _owners(words: list[str]) -> list[str]:
    return [word for word in words if "@" in word]


def _matches(pattern: str, path: str) -> bool:
    spec = _spec(pattern)
    if not spec.match_file(path):
        return False
    # In CODEOWNERS `docs/*` means the files of the folder alone, which gitignore does not say.
    return not (pattern.endswith("/*") and spec.match_file(path.rpartition("/")[0]))


@lru_cache(maxsize=4096)
def _spec(pattern: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([pattern])
