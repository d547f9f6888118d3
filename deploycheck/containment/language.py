"""Regular languages of patterns: inclusion, and texts that one admits and another does not.

Automata are made lazily and under a budget, so a pattern whose automaton explodes costs a bounded time and ends in
"not known". Texts are compared as whole strings; a pattern matches anywhere, as JSON Schema says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from deploycheck.containment.pattern_syntax import (
    Anchor,
    Chars,
    Choice,
    NotRegular,
    Ranges,
    Repeat,
    Sequence,
    Tree,
    parse,
)

_MAX_EDGES = 6_000
_MAX_STATES = 1_500
_MAX_WORK = 60_000
_MAX_LENGTH = 1_200


@dataclass(slots=True)
class Machine:
    """A nondeterministic automaton; states are numbers, 0 is the first and 1 the last."""

    moves: list[list[tuple[Ranges, int]]] = field(default_factory=lambda: [[], []])
    silent: list[list[tuple[str, int]]] = field(default_factory=lambda: [[], []])
    """Moves without a character: always (empty), at the start (`^`), at the end (`$`)."""

    def state(self) -> int:
        """Give a new state; `NotRegular` beyond the budget."""
        if len(self.moves) > _MAX_EDGES:
            raise NotRegular
        self.moves.append([])
        self.silent.append([])
        return len(self.moves) - 1

    def build(self, tree: Tree, start: int, end: int) -> None:
        """Connect two states by what a tree admits."""
        match tree:
            case Chars(ranges):
                self.moves[start].append((ranges, end))
            case Anchor(at_start):
                self.silent[start].append(("^" if at_start else "$", end))
            case Sequence(parts):
                for part in parts:
                    between = self.state()
                    self.build(part, start, between)
                    start = between
                self.silent[start].append(("", end))
            case Choice(options):
                for option in options:
                    self.build(option, start, end)
            case Repeat(part, low, high):
                self._repeat(part, low, high, start, end)

    def _repeat(self, part: Tree, low: int, high: int | None, start: int, end: int) -> None:
        for _ in range(low):
            between = self.state()
            self.build(part, start, between)
            start = between
        if high is None:
            loop = self.state()
            self.silent[start].append(("", loop))
            self.build(part, loop, loop)
            start = loop
        for _ in range((high or low) - low):
            self.silent[start].append(("", end))
            between = self.state()
            self.build(part, start, between)
            start = between
        self.silent[start].append(("", end))

    def closure(self, states: Iterable[int], allowed: str) -> frozenset[int]:
        """All states reachable without a character; `allowed` holds the anchors that are true here."""
        seen = set(states)
        stack = list(seen)
        while stack:
            for anchor, target in self.silent[stack.pop()]:
                if target not in seen and anchor in allowed:
                    seen.add(target)
                    stack.append(target)
        return frozenset(seen)


@lru_cache(maxsize=512)
def machine(pattern: str) -> Machine | None:
    """Give the automaton of "the pattern matches somewhere", None when the pattern is not understood."""
    try:
        found = Machine()
        anything = Repeat(Chars(((0, 0x10FFFF),)), 0, None)
        tree = parse(pattern)
        found.build(Sequence((anything, tree, anything)), 0, 1)
    except (NotRegular, RecursionError):
        return None
    return found


def _cuts(machines: list[Machine]) -> list[int]:
    """Code points, one for each group of characters that no machine tells apart, the readable ones first."""
    borders = {0, 0xD800, 0xE000, 0x110000}
    for each in machines:
        for moves in each.moves:
            for ranges, _ in moves:
                for low, high in ranges:
                    borders.update((low, high + 1))
    ordered = sorted(borders)
    chosen = [_readable(low, high - 1) for low, high in pairwise(ordered) if low != 0xD800]  # noqa: PLR2004
    return sorted(chosen, key=lambda point: (not chr(point).isalnum(), not chr(point).isprintable(), point))


def _readable(low: int, high: int) -> int:
    for wanted in (0x61, 0x41, 0x30, 0x2D, 0x20):
        if low <= wanted <= high:
            return wanted
    for wanted in (0x62, 0x42, 0x31, 0x21):
        if wanted <= high and low <= wanted + 24 and max(low, wanted) <= high:
            return max(low, wanted)
    return low


State = tuple[bool, tuple[frozenset[int], ...]]
"""Whether nothing has been read yet, and the states of each automaton."""


class Search:
    """The product of some automata, wanted ones and at most one unwanted, explored under a budget."""

    __slots__ = ("_machines", "_points", "_unwanted", "first", "steps", "targets")

    def __init__(self, wanted: list[Machine], unwanted: Machine | None) -> None:
        self._machines = [*wanted, *([unwanted] if unwanted else [])]
        self._unwanted = unwanted is not None
        self._points = _cuts(self._machines)
        self.steps: dict[State, list[tuple[int, State]]] = {}
        self.first: State = (True, tuple(each.closure([0], "^") for each in self._machines))
        self.targets: set[State] = set()
        self._explore()

    def _explore(self) -> None:
        stack, work = [self.first], 0
        while stack:
            state = stack.pop()
            if state in self.steps:
                continue
            if len(self.steps) > _MAX_STATES or work > _MAX_WORK:
                raise NotRegular
            if self._ends(state):
                self.targets.add(state)
            moves = self.steps[state] = []
            reached: set[State] = set()
            for point in self._points:
                following = self._move(state, point)
                work += 1 + sum(map(len, following[1])) // 8
                if following not in reached and all(following[1][: len(following[1]) - self._unwanted]):
                    reached.add(following)
                    moves.append((point, following))
                    stack.append(following)

    def _move(self, state: State, point: int) -> State:
        out = []
        for each, states in zip(self._machines, state[1], strict=True):
            targets = {
                target
                for number in states
                for ranges, target in each.moves[number]
                if any(low <= point <= high for low, high in ranges)
            }
            out.append(each.closure(targets, ""))
        return False, tuple(out)

    def _ends(self, state: State) -> bool:
        allowed = "^$" if state[0] else "$"
        ended = [1 in each.closure(states, allowed) for each, states in zip(self._machines, state[1], strict=True)]
        return all(ended[:-1]) and not ended[-1] if self._unwanted else all(ended)

    def text(self, low: int, high: int | None) -> tuple[str | None, bool]:
        """Give a wanted text of a length within bounds; with None, whether it is certain that there is none."""
        lengths = [self.targets]
        last = min(low + len(self.steps), high if high is not None else low + len(self.steps))
        if low > _MAX_LENGTH:
            return None, not self.targets
        before = self._before() if self.targets else {}
        for length in range(last + 1):
            if length >= low and self.first in lengths[length]:
                return self._walk(length, lengths), False
            if not lengths[length]:
                break  # no text of this length ends where it is wanted, and none that is longer does
            lengths.append({state for target in lengths[length] for state in before.get(target, ())})
        return None, True

    def _before(self) -> dict[State, set[State]]:
        """Give the states from which one step leads to each."""
        found: dict[State, set[State]] = {}
        for state, moves in self.steps.items():
            for _, target in moves:
                found.setdefault(target, set()).add(state)
        return found

    def _walk(self, length: int, lengths: list[set[State]]) -> str:
        state, text = self.first, ""
        for remaining in range(length, 0, -1):
            point, state = next(move for move in self.steps[state] if move[1] in lengths[remaining - 1])
            text += chr(point)
        return text


@lru_cache(maxsize=1024)
def outside(wanted: frozenset[str], unwanted: str | None, low: int, high: int | None) -> tuple[str | None, bool]:
    """Give a text that matches all wanted patterns, not the unwanted one, with a length within bounds.

    The second part of the answer is True when it is certain that there is no such text.
    """
    machines = [machine(pattern) for pattern in sorted(wanted)] or [machine("")]
    against = machine(unwanted) if unwanted is not None else None
    if any(each is None for each in machines) or (unwanted is not None and against is None):
        return None, False
    try:
        search = Search([each for each in machines if each is not None], against)
    except NotRegular:
        return None, False
    return search.text(low, high)


def included(wanted: frozenset[str], pattern: str, low: int, high: int | None) -> bool:
    """Whether it is proved that texts of all wanted patterns and of these lengths match a pattern."""
    return pattern in wanted or outside(wanted, pattern, low, high)[1]
