"""Candidates for witnesses: values of the sender aimed at what the receiver was not proved to take."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from deploycheck.containment.alternatives import (
    Alt,
    Arrays,
    Counted,
    Finite,
    Numbers,
    Objects,
    Strings,
)
from deploycheck.containment.document import encoded
from deploycheck.containment.emptiness import possible_names
from deploycheck.containment.exact import key
from deploycheck.containment.gaps import Gap, array_gaps, longest, object_gaps
from deploycheck.containment.keywords import MADE_UP
from deploycheck.containment.leaves import Leaf
from deploycheck.containment.merging import item_value, property_value
from deploycheck.containment.model import OutOfBudget
from deploycheck.containment.nodes import Conj, conj, meaning
from deploycheck.containment.proof import Prover, Question
from deploycheck.containment.samples import Sampler, numbers, strings

_DEPTH = 24
_PER_PLACE = 6
_LISTED = 24
_TARGETS = 8
_GAPS = 200
_LONG = 2_000


class Aim:
    """Candidates of one session; values found for a place are kept."""

    __slots__ = ("_busy", "_kept", "prover", "sampler")

    def __init__(self, prover: Prover, sampler: Sampler) -> None:
        self.prover = prover
        self.sampler = sampler
        self._kept: dict[Question, list[Any]] = {}
        self._busy: set[Question] = set()

    def part(self, sender: Conj, receiver: Conj, depth: int) -> list[Any]:
        """Give a few values of a part that the sender admits and the receiver rejects."""
        asked = (meaning(sender), meaning(receiver))
        if asked in self._kept:
            return self._kept[asked]
        if asked in self._busy or depth > _DEPTH:
            return []
        self._busy.add(asked)
        try:
            found = self._rejected(sender, receiver, depth)
        finally:
            self._busy.discard(asked)
        if found or not self._busy:
            self._kept[asked] = found
        return found

    def _rejected(self, sender: Conj, receiver: Conj, depth: int) -> list[Any]:
        """Give those candidates that the validator confirms; a few unconfirmed ones where that would take too long."""
        oracle, found, places = self.prover.oracle, dict[Any, Any](), 0
        told = oracle.affords(sender) and oracle.affords(receiver)
        for value in islice(self.candidates(sender, receiver, depth), _GAPS if told else _PER_PLACE * 2):
            if told and (oracle.accepts(sender, value) is False or oracle.accepts(receiver, value) is True):
                continue
            composed = isinstance(value, dict | list)
            found.setdefault(encoded(value) if composed else key(value), value)
            places += composed
            if len(found) >= _LISTED or places >= _LISTED:
                break
        return list(found.values())

    def candidates(self, sender: Conj, receiver: Conj, depth: int = 0) -> Iterator[Any]:
        """Values of the sender's place; whether the receiver rejects them is for the caller to check."""
        for node in sender:
            yield from node.seeds
        targets = self.prover.expander.expand(receiver, over=False)
        for alt in self.prover.expander.expand(sender, over=True):
            try:
                if self.prover.held(alt, receiver, depth):
                    continue
            except OutOfBudget:
                pass
            if isinstance(alt, Finite):
                yield from (value for value in alt.values if not self.prover.takes(receiver, value))
            else:
                yield from self._of(alt, [each for each in targets if each.kind == alt.kind], depth)
        yield from self.sampler.values(sender, 0)

    def at(self, leaf: Leaf) -> Iterator[Any]:
        """Give whole values whose part at one leaf of the failed proof is one that the receiver rejects."""
        for part in self.part(leaf.sender, leaf.receiver, 0) or self.sampler.values(leaf.sender)[:_PER_PLACE]:
            value: Any = part
            for alt, step in reversed(leaf.trail):
                value = self._around(alt, step, value)
                if value is None:
                    break
            else:
                yield value

    def _around(self, alt: Arrays | Objects, step: str | int, value: Any) -> Any:  # noqa: ANN401  any JSON value
        """Give the smallest value of an alternative that holds another at one place; None when there is none."""
        if isinstance(alt, Objects) and isinstance(step, str):
            small = self.sampler.required(alt, 0)
            return None if small is None else small | {step: value}
        if isinstance(alt, Arrays) and isinstance(step, int):
            around = self.sampler.array(alt, max(alt.low, step + 1), 0)
            return None if around is None else [*around[:step], value, *around[step + 1 :]]
        return None

    def _of(self, alt: Alt, targets: list[Alt], depth: int) -> Iterator[Any]:
        match alt:
            case Numbers():
                yield from islice(numbers(alt, [each for each in targets if isinstance(each, Numbers)]), 60)
            case Strings():
                yield from islice(strings(alt, [each for each in targets if isinstance(each, Strings)]), 60)
            case Arrays():
                yield from self._arrays(alt, [each for each in targets if isinstance(each, Arrays)], depth)
            case Objects():
                yield from self._objects(alt, [each for each in targets if isinstance(each, Objects)], depth)

    def _gaps(self, alt: Arrays | Objects, target: Arrays | Objects, depth: int) -> Iterator[Gap]:
        found: Iterator[Gap] = iter(())
        if isinstance(alt, Objects) and isinstance(target, Objects):
            found = object_gaps(self.prover, alt, target, depth)
        elif isinstance(alt, Arrays) and isinstance(target, Arrays):
            found = array_gaps(self.prover, alt, target, depth)
        try:
            yield from islice(found, _GAPS)
        except OutOfBudget:
            return

    def _objects(self, alt: Objects, targets: list[Objects], depth: int) -> Iterator[Any]:
        small = self.sampler.required(alt, depth)
        if small is None:
            return
        yield small
        combined = dict(small)
        for target in sorted(targets, key=lambda target: -_shared(alt, target))[:_TARGETS]:
            for gap in self._gaps(alt, target, depth):
                for change in self._changes(alt, target, gap, depth):
                    yield small | change
                    if not change.keys() & (combined.keys() - small.keys()):
                        combined |= change
        yield combined
        yield from self._varied(alt, small, depth)

    def _changes(self, alt: Objects, target: Objects, gap: Gap, depth: int) -> Iterator[dict[str, Any]]:
        """Tell what to put into the smallest object so that a gap shows."""
        if gap.keyword == "maxProperties" and target.high is not None:
            yield self._many(alt, target.high + 1, depth)
        if not isinstance(gap.part, str) or gap.sender is None:
            return
        if gap.receiver is not None:
            values = self.part(gap.sender, gap.receiver, depth + 1)
        else:
            values = self.sampler.values(gap.sender, depth + 1)[:1]
        limit = _LISTED if values and not isinstance(values[0], dict | list) else _PER_PLACE * 4
        for value in values[:limit]:
            yield {gap.part: value}

    def _many(self, alt: Objects, count: int, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name in self.sampler.names(alt):
            if len(out) >= count:
                break
            options = self.sampler.values(property_value(alt, name, over=True), depth + 1)
            if options:
                out[name] = options[0]
        return out

    def _varied(self, alt: Objects, small: dict[str, Any], depth: int) -> Iterator[Any]:
        """Each property alone, all together, names that nobody declared, other counts."""
        full = dict(small)
        for name in islice(self.sampler.names(alt), 80):
            options = self.sampler.values(property_value(alt, name, over=True), depth + 1)
            for value in options[:4]:
                yield small | {name: value}
            if options and name not in full and name not in MADE_UP:
                full[name] = options[0]
        yield full
        for name in [name for name in full if name not in alt.required][:40]:
            yield {other: value for other, value in full.items() if other != name}
        if possible_names(alt) is None:
            yield full | {"undeclared": 1}
        yield full | self._many(alt, len(full) + 3, depth)

    def _arrays(self, alt: Arrays, targets: list[Arrays], depth: int) -> Iterator[Any]:
        sampler, high = self.sampler, longest(alt)
        lengths = {alt.low, alt.low + 1, *([high] if high is not None else [])}
        for target in targets[:_TARGETS]:
            lengths.update(
                (max(0, target.low - 1), target.low, *([target.high + 1] if target.high is not None else []))
            )
            for gap in self._gaps(alt, target, depth):
                if isinstance(gap.part, int) and gap.sender is not None and gap.receiver is not None:
                    for value in self.part(gap.sender, gap.receiver, depth + 1)[:_LISTED]:
                        around = sampler.array(alt, max(alt.low, gap.part + 1), depth)
                        if around is not None:
                            yield [*around[: gap.part], value, *around[gap.part + 1 :]]
        for length in sorted(lengths):
            if length >= alt.low and (high is None or length <= high) and length <= _LONG:
                made = sampler.array(alt, length, depth)
                if made is not None:
                    yield made
                    yield from self._repeated(alt, made, targets)
        yield from islice(sampler.of(alt, depth), 8)

    def _counted(self, alt: Arrays, made: list[Any], wanted: Counted) -> Iterator[Any]:
        """Give elements that one of the sender's own `contains` asks for and the receiver's does not count."""
        for given in alt.contains:
            element, count = conj([*item_value(alt, 0), given.node]), min(max(given.low, 1), _LONG)
            for value in self.part(element, (wanted.node,), 0)[:_PER_PLACE]:
                yield [value] * count
                yield [value] * count + made[count:]

    def _repeated(self, alt: Arrays, made: list[Any], targets: list[Arrays]) -> Iterator[Any]:
        """Give the same element twice, and elements for and against each `contains`."""
        if made and not alt.unique:
            yield [made[0]] * max(2, len(made))
        for target in targets:
            for counted in target.contains:
                yield from self._counted(alt, made, counted)
                item = item_value(alt, len(made))
                inside = [v for v in self.sampler.values(item) if self.prover.oracle.accepts((counted.node,), v)]
                outside = [
                    v for v in self.sampler.values(item) if self.prover.oracle.accepts((counted.node,), v) is False
                ]
                yield [*outside[:1]] * max(len(made), 1)
                count = (counted.high if counted.high is not None else counted.low) + 1
                yield [*inside[:1]] * min(count, _LONG)
                yield [*inside[:1]] * min(max(counted.low - 1, 0), _LONG)
                yield [*inside, *outside]


def _shared(one: Objects, other: Objects) -> Fraction:
    """Give the share of names that both mention: the branch that was meant comes first in a wide union."""
    mine, theirs = ({name for layer in alt.layers for name in layer.names} | alt.required for alt in (one, other))
    return Fraction(len(mine & theirs), len(mine | theirs) or 1)
