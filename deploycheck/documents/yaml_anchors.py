"""Anchors and aliases, within a budget: a hundred bytes must not stand for a gigabyte, nor a value contain itself."""

from typing import Any

from deploycheck.documents.document import MAX_DEPTH, MAX_EXPANSION
from deploycheck.model.record import Draft


class AliasError(Exception):
    """An alias that can't be followed; the message is a sentence."""


class Anchor(Draft):
    """One anchored value; `text` is the source of a scalar, `size` is in characters with inner aliases written out."""

    value: Any
    text: str | None = None
    size: int = 1
    height: int = 0


class _Open(Draft):
    name: str
    depth: int
    start: int
    expanded: int
    deepest: int


class Anchors:
    """The anchors of one document."""

    __slots__ = ("_expanded", "_known", "_open")

    def __init__(self) -> None:
        self._known: dict[str, Anchor | None] = {}
        self._open: list[_Open] = []
        self._expanded = 0

    def define(self, name: str, value: Any, text: str) -> None:  # noqa: ANN401 - any scalar
        """Anchor a scalar."""
        self._known[name] = Anchor(value, text)

    def begin(self, name: str, depth: int, index: int) -> None:
        """Note that a list or mapping with an anchor begins at character `index`."""
        self._known[name] = None
        self._open.append(_Open(name, depth, index, self._expanded, depth))

    def deepen(self, depth: int) -> None:
        """Note that some list or mapping begins at `depth`."""
        if self._open:
            self._open[-1].deepest = max(self._open[-1].deepest, depth)

    def end(self, value: Any, depth: int, index: int) -> None:  # noqa: ANN401 - list or dict
        """Note that the list or mapping that began at `depth` ends; does nothing unless it has an anchor."""
        if not self._open or self._open[-1].depth != depth:
            return
        done = self._open.pop()
        size = index - done.start + self._expanded - done.expanded
        self._known[done.name] = Anchor(value, None, max(size, 1), done.deepest - done.depth + 1)
        self.deepen(done.deepest)

    def use(self, name: str, depth: int) -> Anchor:
        """Give what `*name` stands for at `depth`; raises AliasError."""
        if name not in self._known:
            raise AliasError(f"the alias *{name} has no anchor &{name} before it")
        anchor = self._known[name]
        if anchor is None:
            raise AliasError(f"the alias *{name} stands inside its own anchor")
        self._expanded += anchor.size
        if self._expanded > MAX_EXPANSION:
            raise AliasError(f"aliases up to *{name} stand for more than {MAX_EXPANSION:,} characters")
        if depth + anchor.height > MAX_DEPTH:
            raise AliasError(f"with the alias *{name} the nesting is deeper than {MAX_DEPTH} levels")
        self.deepen(depth + anchor.height)
        return anchor
