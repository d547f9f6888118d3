"""The structural proof: every alternative of the sender lies inside the receiver.

A True is a proof. A False only says where to look for a witness.
"""

from collections.abc import Iterator
from typing import Any

from deploycheck.containment.alternatives import Alt, Arrays, Finite, Numbers, Objects, Strings
from deploycheck.containment.document import Likeness
from deploycheck.containment.emptiness import Emptiness
from deploycheck.containment.exact import key, plain
from deploycheck.containment.expansion import Expander
from deploycheck.containment.gaps import array_gaps, object_gaps
from deploycheck.containment.model import Json, Meter
from deploycheck.containment.nodes import IMPOSSIBLE, Conj, Meaning, Node, meaning
from deploycheck.containment.oracle import Oracle
from deploycheck.containment.scalars import members, numbers_missing, strings_missing
from deploycheck.containment.splits import parts_of

_SPLITS = 3
_CLOSED = 1 << 30
Question = tuple[Meaning, Meaning]


class Prover:
    """Proofs of one session; what is proved stays proved, whatever comparison asked."""

    __slots__ = (
        "_failed",
        "_likeness",
        "_low",
        "_open",
        "_provisional",
        "_tags",
        "_trail",
        "emptiness",
        "expander",
        "known",
        "meter",
        "oracle",
    )

    def __init__(self, expander: Expander, oracle: Oracle, likeness: Likeness) -> None:
        self.expander = expander
        self.oracle = oracle
        self.emptiness = Emptiness(expander, oracle)
        self.meter = Meter()
        self.known: dict[Question, bool] = {}
        self._failed: dict[tuple[int, Meaning], Alt] = {}
        """What was not proved, by the identity of the alternative, which is kept with it."""
        self._likeness = likeness
        self._open: dict[Question, int] = {}
        self._provisional: dict[Question, int] = {}
        self._trail: list[Question] = []
        self._tags: dict[int, tuple[Objects, dict[str, frozenset[Any]]]] = {}
        self._low = _CLOSED

    def begin(self, meter: Meter) -> None:
        """Start a comparison with its own budget; a proof that was cut off leaves nothing behind."""
        self.meter = meter
        self._open.clear()
        self._provisional.clear()
        self._trail.clear()
        self._tags.clear()
        self._low = _CLOSED

    def proved(self, sender: Conj, receiver: Conj, depth: int = 0) -> bool:
        """Whether every value of one place is proved to be one of the other; may raise `OutOfBudget`."""
        if not receiver or sender is IMPOSSIBLE:
            return True
        if len(receiver) > 1:
            return all(self.proved(sender, (node,), depth) for node in receiver)
        asked = (meaning(sender), meaning(receiver))
        if asked in self.known:
            return self.known[asked]
        if asked in self._open or asked in self._provisional:  # smaller values: by induction, if the rest holds
            self._low = min(self._low, self._open.get(asked, self._provisional.get(asked, _CLOSED)))
            return True
        return self._fresh(asked, sender, receiver, depth)

    def _fresh(self, asked: Question, sender: Conj, receiver: Conj, depth: int) -> bool:
        self.meter.step(depth)
        level, before, mark = len(self._open), self._low, len(self._trail)
        self._open[asked] = level
        self._low = _CLOSED
        held = self._inside(sender, receiver, depth)
        del self._open[asked]
        leaned, self._low = self._low, before
        if not held:
            self._forget(mark)
            self.known[asked] = False
        elif leaned >= level:
            self._keep(mark)
            self.known[asked] = True
        else:
            self._provisional[asked] = leaned
            self._trail.append(asked)
            self._low = min(self._low, leaned)
        return held

    def _forget(self, mark: int) -> None:
        for question in self._trail[mark:]:
            del self._provisional[question]
        del self._trail[mark:]

    def _keep(self, mark: int) -> None:
        for question in self._trail[mark:]:
            del self._provisional[question]
            self.known[question] = True
        del self._trail[mark:]

    def _inside(self, sender: Conj, receiver: Conj, depth: int) -> bool:
        (target,) = receiver
        if target in sender or any(self.alike(node, target) for node in sender):
            return True
        return all(self.held(alt, receiver, depth) for alt in self.expander.expand(sender, over=True))

    def alike(self, one: Node, other: Node) -> bool:
        """Whether two places were written the same, with all that they refer to.

        Closing only takes values away, so that the same text is a proof.
        """
        if one.side is None or other.side is None or one.side is other.side:
            return False
        here, there = one.side.side, other.side.side
        if not here.sender or there.sender:
            return False  # only then is the likeness asked the right way round
        if one.key is not None and other.key is not None:
            name = here.source_name(one.key)
            if name is not None and name == there.source_name(other.key):
                return self._likeness.same_name(name)
        whole = here.wholes.get(id(one.schema))
        if whole is None or whole is not there.wholes.get(id(other.schema)):
            return False
        return self._likeness.same_schema(here.sources[id(one.schema)], there.sources[id(other.schema)])

    def held(self, alt: Alt, receiver: Conj, depth: int, splits: int = _SPLITS) -> bool:
        """Whether one alternative of the sender lies inside the receiver's alternatives together."""
        if splits < _SPLITS:
            return self._held(alt, receiver, depth, splits)
        asked = id(alt), meaning(receiver)
        if asked in self._failed:
            return False
        held = self._held(alt, receiver, depth, splits)
        if not held:
            self._failed[asked] = alt
        return held

    def _held(self, alt: Alt, receiver: Conj, depth: int, splits: int) -> bool:
        if isinstance(alt, Finite):
            return all(self.takes(receiver, value) for value in alt.values if not self._ruled_out(alt, value))
        targets = [each for each in self.expander.expand(receiver, over=False) if each.kind == alt.kind]
        if any(self.contained(alt, target, depth) for target in targets) or self.emptiness.alternative(alt):
            return True
        if isinstance(alt, Numbers) and (few := members(alt)) is not None:
            return all(self.takes(receiver, plain(value)) for value in few)
        if splits == 0 or len(targets) < 2:  # noqa: PLR2004 - one alternative cannot share the work
            return False
        for parts in parts_of(self, alt, targets):
            self.meter.step(depth)
            if all(self.held(part, receiver, depth, splits - 1) for part in parts):
                return True
        return False

    def _ruled_out(self, alt: Finite, value: Json) -> bool:
        return any(self.oracle.accepts((node,), value) is False for _, node in alt.opaque)

    def takes(self, receiver: Conj, value: Json) -> bool:
        """Whether the receiver certainly takes a value."""
        alts = self.expander.expand(receiver, over=False)
        if any(not alt.opaque and self.expander.merger.admits(alt, value) is True for alt in alts):
            return True
        return self.oracle.accepts(receiver, value) is True

    def contained(self, sender: Alt, receiver: Alt, depth: int) -> bool:
        """Whether one alternative lies inside another of the same type."""
        if isinstance(sender, Objects) and isinstance(receiver, Objects) and self._told_apart(sender, receiver):
            return False
        self.meter.step(depth)
        if not all(self._granted(sender, word, node, depth) for word, node in receiver.opaque):
            return False
        match sender, receiver:
            case Numbers(), Numbers():
                return numbers_missing(sender, receiver) is None
            case Strings(), Strings():
                return strings_missing(sender, receiver) is None
            case Arrays(), Arrays():
                return next(array_gaps(self, sender, receiver, depth), None) is None
            case Objects(), Objects():
                return next(object_gaps(self, sender, receiver, depth), None) is None
            case _:
                return False

    def _told_apart(self, sender: Objects, receiver: Objects) -> bool:
        """Tell whether a required property has listed values on both sides, none in common: quick in wide unions."""
        theirs = self._listed(receiver)
        if not theirs:
            return False
        mine = self._listed(sender)
        return any(name in sender.required and mine[name].isdisjoint(theirs[name]) for name in mine.keys() & theirs)

    def _listed(self, alt: Objects) -> dict[str, frozenset[Any]]:
        known = self._tags.get(id(alt))
        if known is None or known[0] is not alt:
            found = {
                name: frozenset(map(key, node.schema.get("enum", [node.schema.get("const")])))
                for layer in alt.layers
                for name, place in layer.names.items()
                for node in place
                if node.lists and isinstance(node.schema, dict)
            }
            known = self._tags[id(alt)] = alt, found
        return known[1]

    def _granted(self, sender: Alt, word: str, node: Node, depth: int) -> bool:
        """Whether an opaque demand of the receiver holds for all values of the sender's alternative."""
        for known_word, known in sender.opaque:
            if known_word == word and (known is node or self._same_question(word, known, node)):
                return True
        if word != "not" or not isinstance(node.schema, dict) or node.side is None:
            return False
        forbidden = (node.side.node(node.schema["not"]),)
        for known_word, known in sender.opaque:
            if known_word == "not" and known.side is not None and isinstance(known.schema, dict):
                excluded = (known.side.node(known.schema["not"]),)
                if self.proved(forbidden, excluded, depth + 1):
                    return True
        return self.disjoint(sender, forbidden)

    def _same_question(self, word: str, one: Node, other: Node) -> bool:
        if word == "not" or one.side is None or other.side is None or one.side is other.side:
            return False
        here, there = one.side.side, other.side.side
        if not here.sender or there.sender or here.hides or there.hides:
            return False
        sources = one.side.side.sources.get(id(one.schema)), other.side.side.sources.get(id(other.schema))
        parts = [
            {key: source[key] for key in _QUESTIONS[word] if key in source}
            for source in sources
            if isinstance(source, dict)
        ]
        return len(parts) == len(sources) and self._likeness.same_schema(*parts)

    def disjoint(self, sender: Alt, forbidden: Conj) -> bool:
        """Whether no value of the alternative satisfies the other place."""
        for other in self.expander.expand(forbidden, over=True):
            both = self.expander.merger.merge(sender, other, over=True)
            if both is not None and not self.emptiness.alternative(both):
                return False
        return True

    def failing(self, sender: Conj, receiver: Conj, depth: int = 0) -> Iterator[Alt]:
        """Give the sender's alternatives that are not proved to lie inside the receiver."""
        for alt in self.expander.expand(sender, over=True):
            if not self.held(alt, receiver, depth):
                yield alt


_QUESTIONS = {"if": ("if", "then", "else"), "oneOf": ("oneOf",)}
