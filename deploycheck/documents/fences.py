"""Fenced blocks in Markdown, as case files and rule pages hold them."""

from collections.abc import Iterator

from deploycheck.model.record import Record

_SHORTEST = 3


class Fence(Record):
    """A fenced block: `info` is what stands behind the backticks, `line` that of the opening fence, from 1."""

    info: str
    text: str
    line: int
    closed: bool = True


class TextLine(Record):
    """A line outside of fences."""

    text: str
    line: int


def blocks(markdown: str) -> Iterator[Fence | TextLine]:
    """Give lines and fences in order; a block that nothing closes ends with the text and is not `closed`."""
    lines = iter(enumerate(markdown.splitlines(), 1))
    for number, line in lines:
        ticks = len(line) - len(line.lstrip("`"))
        if ticks < _SHORTEST:
            yield TextLine(line, number)
        else:
            yield _fence(line[ticks:].strip(), number, "`" * ticks, lines)


def _fence(info: str, number: int, opening: str, lines: Iterator[tuple[int, str]]) -> Fence:
    body: list[str] = []
    for _, line in lines:
        bare = line.rstrip()
        if bare.startswith(opening) and not bare.strip("`"):
            return Fence(info, _joined(body), number)
        body.append(line)
    return Fence(info, _joined(body), number, closed=False)


def _joined(body: list[str]) -> str:
    return "".join(line + "\n" for line in body)
