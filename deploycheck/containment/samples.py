"""Values for places: small ones that the place admits, as fillers and as first guesses."""

from collections.abc import Iterator
from typing import Any

from deploycheck.containment.alternatives import Alt, Arrays, Counted, Finite, Numbers, Objects, Strings
from deploycheck.containment.emptiness import possible_names
from deploycheck.containment.exact import exact, is_number, plain
from deploycheck.containment.expansion import Expander
from deploycheck.containment.keywords import NUMBERED_NAMES
from deploycheck.containment.language import outside
from deploycheck.containment.merging import item_value, number_admits, property_value, string_admits
from deploycheck.containment.model import Json
from deploycheck.containment.nodes import Conj, Meaning, meaning
from deploycheck.containment.oracle import Oracle
from deploycheck.containment.scalars import step

FORMATS: dict[str, tuple[str, ...]] = {
    "date": ("2024-02-29", "1999-12-31"),
    "date-time": ("2024-02-29T12:30:00Z", "1999-12-31T23:59:59.5+02:00"),
    "time": ("12:30:00Z", "23:59:59.5+02:00"),
    "duration": ("P1D", "PT5M30S"),
    "email": ("a@example.com", "first.last+tag@sub.example.org"),
    "idn-email": ("a@example.com", "ü@example.com"),
    "hostname": ("a", "www.example.com"),
    "idn-hostname": ("example.com", "bücher.example"),
    "ipv4": ("127.0.0.1", "255.255.255.255"),
    "ipv6": ("::1", "2001:db8::ff00:42:8329"),
    "uri": ("http://example.com/a", "urn:isbn:0451450523"),
    "uri-reference": ("/a", "http://example.com/a", "#x"),
    "uri-template": ("/a/{b}", "http://example.com/"),
    "iri": ("http://example.com/é", "http://example.com/"),
    "iri-reference": ("/é", "/a"),
    "uuid": ("123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000"),
    "json-pointer": ("", "/a/0"),
    "relative-json-pointer": ("0", "1/a"),
    "regex": ("a", "^[a-z]+$"),
}
_DEPTH = 12
_LONG = 5_000
_FEW = 12
_MOST_COUNTED = 20
_HEAVIEST = 12_000
"""No value with more parts is made."""


class Sampler:
    """Small values for places, kept for a session."""

    __slots__ = ("_busy", "_kept", "_plain", "expander", "oracle")

    def __init__(self, expander: Expander, oracle: Oracle) -> None:
        self.expander = expander
        self.oracle = oracle
        self._kept: dict[Meaning, list[Any]] = {}
        self._busy: set[Meaning] = set()
        self._plain: dict[bytes, list[Any]] = {}

    def values(self, place: Conj, depth: int = 0) -> list[Any]:
        """Give a few values that the place admits (as far as the validator can tell), seeds of the author first."""
        if len(place) == 1 and (text := place[0].plain) and not place[0].seeds:
            if text not in self._plain:
                self._plain[text] = self._fresh(place, depth)
            return self._plain[text]
        asked = meaning(place)
        if asked not in self._kept:
            if asked in self._busy or depth > _DEPTH:
                return []
            self._busy.add(asked)
            try:
                self._kept[asked] = self._fresh(place, depth)
            finally:
                self._busy.discard(asked)
        return self._kept[asked]

    def _fresh(self, place: Conj, depth: int) -> list[Any]:
        found: list[Any] = []
        for value, made in self._guesses(place, depth):
            if len(found) >= _FEW:
                break
            if made or self.oracle.accepts(place, value) is not False:
                found.append(value)
        return found

    def _guesses(self, place: Conj, depth: int) -> Iterator[tuple[Any, bool]]:
        """Give values to be tried, and of each whether it is made so that nothing speaks against it."""
        for node in place:
            yield from ((seed, False) for seed in node.seeds)
        streams = [(self.of(alt, depth), _simple(alt)) for alt in self.expander.expand(place, over=True)[:40]]
        for most in (3, 6):
            for stream, made in streams:
                yield from ((value, made) for value, _ in zip(stream, range(most), strict=False))

    def of(self, alt: Alt, depth: int = 0) -> Iterator[Any]:
        """Guesses for one alternative, the plainest first."""
        match alt:
            case Finite():
                yield from alt.values
            case Numbers():
                yield from numbers(alt, [])
            case Strings():
                yield from strings(alt, [])
            case Arrays():
                yield from self._arrays(alt, depth)
            case Objects():
                yield from self._objects(alt, depth)

    def array(self, alt: Arrays, length: int, depth: int) -> list[Any] | None:
        """Give an array of a length, its elements different where they must be; None when there are not enough."""
        out: list[Any] = []
        if length > _LONG:
            return None
        heavy = 0
        for index in range(length):
            options = self.values(item_value(alt, index), depth + 1)
            if alt.unique:
                options = [value for value in options if value not in out] or _numbered(index)
            heavy += weight(options[0]) if options else _HEAVIEST
            if heavy >= _HEAVIEST:
                return None
            out.append(options[0])
        return out

    def _arrays(self, alt: Arrays, depth: int) -> Iterator[Any]:
        wanted = [value for counted in alt.contains for value in self._enough(alt, counted, depth)]
        for length in (alt.low, alt.low + 1, alt.low + 2):
            if alt.high is None or length <= alt.high:
                plain_array = self.array(alt, length, depth)
                if plain_array is not None:
                    yield plain_array
                    if wanted:
                        yield [*wanted, *plain_array[len(wanted) :]]

    def _enough(self, alt: Arrays, counted: Counted, depth: int) -> list[Any]:
        """Give elements that a `contains` counts, as many as it asks for."""
        options = self.values((counted.node,), depth + 1)
        count = min(counted.low, _MOST_COUNTED)
        return (options if alt.unique else options * count)[:count]

    def required(self, alt: Objects, depth: int = 0) -> dict[str, Any] | None:
        """Give the smallest object of an alternative: its required names, and more only when the counts ask for it."""
        out: dict[str, Any] = {}
        for name in sorted(alt.required):
            options = self.values(property_value(alt, name, over=True), depth + 1)
            if not options:
                return None
            out[name] = options[0]
        heavy = sum(weight(value) for value in out.values())
        for name in self.names(alt):
            if len(out) >= alt.low:
                break
            if heavy >= _HEAVIEST:
                return None
            options = [] if name in out else self.values(property_value(alt, name, over=True), depth + 1)
            if options:
                out[name] = options[0]
                heavy += weight(options[0])
        return out

    @staticmethod
    def names(alt: Objects) -> Iterator[str]:
        """Names that an object of the alternative may have: the declared ones, then made-up ones."""
        yield from dict.fromkeys(name for layer in alt.layers for name in layer.names)
        for layer in alt.layers:
            for pattern, _ in layer.patterns:
                for length in range(1, 4):
                    text = outside(frozenset([pattern]), None, length, length)[0]
                    if text is not None:
                        yield text
        if possible_names(alt) is None:
            yield from NUMBERED_NAMES

    def _objects(self, alt: Objects, depth: int) -> Iterator[Any]:
        small = self.required(alt, depth)
        if small is None:
            return
        yield small
        full = dict(small)
        for name in dict.fromkeys(name for layer in alt.layers for name in layer.names):
            options = self.values(property_value(alt, name, over=True), depth + 1)
            if options and name not in full:
                yield small | {name: options[0]}
                full[name] = options[0]
        yield full


def _simple(alt: Alt) -> bool:
    """Whether an object or array is asked for nothing but its parts: made of accepted ones, it is hardly refused."""
    match alt:
        case Objects():
            whole = alt.names or alt.maybe or alt.low or alt.high is not None
            return not (whole or alt.opaque or alt.excluded or any(layer.patterns for layer in alt.layers))
        case Arrays():
            return not (alt.opaque or alt.excluded or alt.contains or alt.unique)
        case _:
            return False


def weight(value: Json) -> int:
    """How much a value holds: one for each part, and for every sixty characters of a text."""
    stack, found = [value], 0
    while stack and found < _HEAVIEST:
        part = stack.pop()
        found += 1
        if isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, list):
            stack.extend(part)
        elif isinstance(part, str):
            found += len(part) // 60
    return found


def _numbered(index: int) -> list[Any]:
    return [f"item-{index}", index, {"n": index}]


def numbers(alt: Numbers, others: list[Numbers]) -> Iterator[Any]:
    """Numbers of an alternative at and around the bounds and divisors of itself and of others."""
    grid = step(alt)
    marks = {exact(value) for value in (0, 1, -1, 2, 7, 1000, -1000, 10**10)}
    for each in (alt, *others):
        marks.update(bound for bound in (each.low, each.high) if bound is not None)
        marks.update(each.multiples)
        marks.update(exact(value) for value in each.excluded if is_number(value))
    near = {grid or exact(1), exact(1), exact(0.5), exact(0.001)}
    options = [
        *sorted(marks, key=abs),
        *(mark + sign * by for mark in sorted(marks) for by in near for sign in (1, -1)),
    ]
    if grid:
        options += [(mark / grid).__floor__() * grid + grid * more for mark in sorted(marks) for more in (0, 1, 2, 3)]
    for value in dict.fromkeys(options):
        if number_admits(alt, plain(value)):
            yield plain(value)


def strings(alt: Strings, others: list[Strings]) -> Iterator[str]:
    """Strings of an alternative at the lengths, patterns and formats of itself and of others."""
    for text in dict.fromkeys(_texts(alt, others)):
        if len(text) <= _LONG and string_admits(alt, text) is not False:
            yield text


def _texts(alt: Strings, others: list[Strings]) -> Iterator[str]:
    for name in alt.formats:
        yield from FORMATS.get(name, ())
    lengths = {alt.low, alt.low + 1, *([alt.high] if alt.high is not None else [])}
    for each in others:
        lengths.update((max(0, each.low - 1), each.low), () if each.high is None else (each.high, each.high + 1))
        for pattern in each.patterns - alt.patterns:
            text = outside(alt.patterns, pattern, alt.low, alt.high)[0]
            yield from () if text is None else (text,)
        yield from (value for value in each.excluded if isinstance(value, str))
    for length in sorted(lengths):
        if alt.patterns:
            text = outside(alt.patterns, None, length, alt.high)[0]
            yield from () if text is None else (text,)
        if length <= _LONG:
            yield from ("a" * length, "0" * length, "é" * length)
    yield from ("a", "", "0", "-", "A a", "string", "é", "\n")
    for each in others:
        for name in each.formats:
            yield from FORMATS.get(name, ())
