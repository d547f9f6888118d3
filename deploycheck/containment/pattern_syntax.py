"""Reads the regular part of ECMA-262 patterns, as the validator understands them.

Only what is certain: everything else (lookaround, back references, word boundaries, properties, flags, odd escapes)
raises `NotRegular`, and the pattern is then comparable by its text alone.
"""

from dataclasses import dataclass

LAST = 0x10FFFF
_MAX_LENGTH = 2_000
_MAX_NESTING = 40
_MAX_COUNT = 1_000

Ranges = tuple[tuple[int, int], ...]
"""Code points as sorted, disjoint, inclusive ranges."""


class NotRegular(ValueError):  # noqa: N818 - names what the pattern is
    """A pattern outside the part that is understood."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One code point out of some ranges."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start (`^`) or the end (`$`) of the text."""

    at_start: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    options: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part between `low` and `high` times; None is without end."""

    part: "Tree"
    low: int
    high: int | None


Tree = Chars | Anchor | Sequence | Choice | Repeat


def ranges(pairs: list[tuple[int, int]]) -> Ranges:
    """Sorted, disjoint and joined ranges."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(pairs):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(high, out[-1][1]))
        else:
            out.append((low, high))
    return tuple(out)


def complement(given: Ranges) -> Ranges:
    """All other code points."""
    out, start = [], 0
    for low, high in given:
        if start < low:
            out.append((start, low - 1))
        start = high + 1
    if start <= LAST:
        out.append((start, LAST))
    return tuple(out)


_DIGITS: Ranges = ((0x30, 0x39),)
_WORD: Ranges = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACE = ranges(
    [
        *((9, 13), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)),
        *((0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)),
    ]
)
_CLASSES = {"d": _DIGITS, "w": _WORD, "s": _SPACE}
_CLASSES |= {name.upper(): complement(given) for name, given in list(_CLASSES.items())}
_CONTROLS = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_DOT = complement(((10, 10),))


def parse(pattern: str) -> Tree:
    """Give the tree of a pattern; raises `NotRegular` for everything that is not certain."""
    if len(pattern) > _MAX_LENGTH:
        raise NotRegular(pattern)
    reader = _Reader(pattern)
    tree = reader.choice(0)
    if reader.at < len(pattern):
        raise NotRegular(pattern)
    return tree


class _Reader:
    """A position in a pattern."""

    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self, length: int = 1) -> str:
        return self.text[self.at : self.at + length]

    def take(self) -> str:
        if self.at >= len(self.text):
            raise NotRegular(self.text)
        self.at += 1
        return self.text[self.at - 1]

    def choice(self, nesting: int) -> Tree:
        if nesting > _MAX_NESTING:
            raise NotRegular(self.text)
        options = [self.sequence(nesting)]
        while self.peek() == "|":
            self.take()
            options.append(self.sequence(nesting))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self, nesting: int) -> Tree:
        parts: list[Tree] = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.quantified(self.atom(nesting)))
        return Sequence(tuple(parts))

    def atom(self, nesting: int) -> Tree:
        char = self.take()
        match char:
            case "^" | "$":
                return Anchor(char == "^")
            case ".":
                return Chars(_DOT)
            case "(":
                return self.group(nesting)
            case "[":
                return Chars(self.bracket())
            case "\\":
                return Chars(self.escape())
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise NotRegular(self.text)
            case _:
                return Chars(((ord(char), ord(char)),))

    def group(self, nesting: int) -> Tree:
        if self.peek() == "?":
            if self.peek(2) != "?:":
                raise NotRegular(self.text)
            self.at += 2
        inner = self.choice(nesting + 1)
        if self.take() != ")":
            raise NotRegular(self.text)
        return inner

    def quantified(self, part: Tree) -> Tree:
        bounds = self.bounds()
        if bounds is None:
            return part
        if isinstance(part, Anchor):
            raise NotRegular(self.text)
        if self.peek() == "?":  # lazy: the same language
            self.take()
        if self.peek() in ("*", "+", "?", "{") and self.peek():
            raise NotRegular(self.text)
        return Repeat(part, *bounds)

    def bounds(self) -> tuple[int, int | None] | None:
        char = self.peek()
        simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if char in simple:
            self.take()
            return simple[char]
        if char != "{":
            return None
        self.take()
        low = self.count()
        if self.peek() == "}":
            self.take()
            return low, low
        if self.take() != ",":
            raise NotRegular(self.text)
        high = None if self.peek() == "}" else self.count()
        if self.take() != "}" or (high is not None and high < low):
            raise NotRegular(self.text)
        return low, high

    def count(self) -> int:
        digits = ""
        while self.peek() and self.peek() in "0123456789":
            digits += self.take()
        if not digits or len(digits) > 4 or int(digits) > _MAX_COUNT:  # noqa: PLR2004 - digits of the maximum
            raise NotRegular(self.text)
        return int(digits)

    def escape(self) -> Ranges:
        char = self.take()
        if char in _CLASSES:
            return _CLASSES[char]
        point = self.point(char)
        return ((point, point),)

    def point(self, char: str) -> int:
        """Give the code point of an escape whose first character has been taken."""
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char == "x":
            return self.hexadecimal(2)
        if char == "u" and self.peek() != "{":
            point = self.hexadecimal(4)
            if 0xD800 <= point <= 0xDFFF:  # noqa: PLR2004 - the surrogates
                raise NotRegular(self.text)
            return point
        if char in _SYNTAX or char == "-":
            return ord(char)
        raise NotRegular(self.text)

    def hexadecimal(self, length: int) -> int:
        digits = "".join(self.take() for _ in range(length))
        if any(digit not in "0123456789abcdefABCDEF" for digit in digits):
            raise NotRegular(self.text)
        return int(digits, 16)

    def bracket(self) -> Ranges:
        negated = self.peek() == "^"
        if negated:
            self.take()
        pairs: list[tuple[int, int]] = []
        while self.peek() != "]":
            pairs.extend(self.member())
        self.take()
        if not pairs:
            raise NotRegular(self.text)
        return complement(ranges(pairs)) if negated else ranges(pairs)

    def member(self) -> Ranges:
        if self.peek() == "[" or self.peek(2) in ("&&", "--", "~~"):
            raise NotRegular(self.text)
        low = self.single()
        if self.peek() != "-" or self.peek(2) == "-]":
            return low
        self.take()
        high = self.single()
        if len(low) != 1 or len(high) != 1 or low[0][0] != low[0][1] or high[0][0] != high[0][1] or low > high:
            raise NotRegular(self.text)
        return ((low[0][0], high[0][0]),)

    def single(self) -> Ranges:
        char = self.take()
        if char == "\\":
            return self.escape()
        if char == "[":
            raise NotRegular(self.text)
        return ((ord(char), ord(char)),)
