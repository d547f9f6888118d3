"""The search for witnesses: values that the sender's full schema admits and the receiver's full schema rejects."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from deploycheck.containment.aim import Aim
from deploycheck.containment.alternatives import Arrays, Objects
from deploycheck.containment.exact import key
from deploycheck.containment.keywords import MADE_UP
from deploycheck.containment.merging import item_value, property_value
from deploycheck.containment.model import Difference, Json, OutOfBudget, Place
from deploycheck.containment.nodes import Conj, Node, conj
from deploycheck.containment.oracle import accepts, bundled
from deploycheck.containment.rejections import Pointers, Rejection, plainly, rejections
from deploycheck.containment.shrinking import shrunk

Asked = tuple[Place, str, str]
"""Place and keyword of a difference, and the pointer where the place is a name that was made up."""

_MOST_DIFFERENCES = 60
_MOST_REJECTED = 20
_LIGHT = 300
"""As many definitions a receiver may reach before fewer values are tried."""
_FEWEST = 4
_LISTING = ("enum", "const")
"""Keywords of which the other values that they reject are told, too."""


@dataclass(slots=True)
class Found:
    """One place and keyword, the smallest witness so far, and other values that fail there."""

    rejection: Rejection
    witness: Any
    size: tuple[bool, int]
    """Whether it speaks about another made-up name than the readable one, and how long it is."""
    others: dict[Any, Any] = field(default_factory=dict)


class Search:
    """One search; the validators of both full schemas have the last word on every candidate."""

    __slots__ = ("_aim", "_document", "_pointers", "_receiver", "_sender", "_validators", "found")

    def __init__(self, aim: Aim, sender: Conj, receiver: Conj) -> None:
        oracle = aim.prover.oracle
        self._aim = aim
        self._sender = sender
        self._receiver = receiver
        self._document = bundled(receiver)
        self._pointers: Pointers = {}
        self._validators = oracle.validator(sender), oracle.validator(receiver)
        self.found: dict[Asked, Found] = {}

    @property
    def possible(self) -> bool:
        """Whether both full schemas compile; otherwise no witness may be believed."""
        return None not in self._validators

    @property
    def places(self) -> frozenset[Place]:
        """Where witnesses were found."""
        return frozenset(each.rejection.place for each in self.found.values())

    def shows(self, value: Json) -> bool:
        """Whether a value is a witness."""
        mine, theirs = self._validators
        if mine is None or theirs is None:
            return False
        return accepts(mine, value) is True and accepts(theirs, value) is False

    def run(self, budget: int) -> None:
        """Try the aimed candidates, at most so many."""
        if self.possible:
            self.collect(islice(self._careful(), self.tries(budget)))

    def tries(self, most: int) -> int:
        """Give how many values may be tried, of `most` where the receiver is not large: there each takes longer."""
        weight = len(self._document.get("$defs", ())) if isinstance(self._document, dict) else 0
        return most if weight <= _LIGHT else max(_FEWEST, most * _LIGHT // weight)

    def _careful(self) -> Iterator[Any]:
        try:
            yield from self._aim.candidates(self._sender, self._receiver)
        except OutOfBudget:
            return

    def collect(self, values: Iterable[Any]) -> None:
        """Keep what the witnesses among some values show."""
        for value in values:
            if self.shows(value):
                self._note(value)
            if len(self.found) >= _MOST_DIFFERENCES:
                return

    def _note(self, value: Json) -> None:
        length = len(repr(value))
        for rejection in self._reasons(value):
            asked = _asked(rejection)
            size = rejection.place != asked[0], length
            known = self.found.get(asked)
            if known is None:
                known = self.found[asked] = Found(rejection, value, size)
            elif size < known.size:
                known.rejection, known.witness, known.size = rejection, value, size
            if rejection.keyword in _LISTING and len(known.others) < _MOST_REJECTED:
                part = at(value, rejection.path)
                known.others.setdefault(key(part), part)

    def differences(self) -> tuple[Difference, ...]:
        """Tell what was found, shrunk, by place and keyword."""
        told = {each.rejection.pointer for each in self.found.values() if not each.rejection.branches}
        apart = {asked: each for asked, each in self.found.items() if not _is_sum(each.rejection, told)}
        found = [self._difference(asked, each) for asked, each in apart.items()]
        first = [each for each in found if not any(_goes_round(each, other) for other in found)]
        return tuple(sorted(first, key=lambda each: (tuple(map(str, each.place)), each.keyword)))

    def _difference(self, asked: Asked, each: Found) -> Difference:
        def same(value: Json) -> bool:
            return self.shows(value) and asked in map(_asked, self._reasons(value))

        witness = shrunk(each.witness, same)
        rejection = next((one for one in self._reasons(witness) if _asked(one) == asked), each.rejection)
        failing = at(witness, rejection.path)
        rejected = tuple(value for known, value in each.others.items() if known != key(failing))
        return Difference(
            place=rejection.place,
            keyword=rejection.keyword,
            sender_pointer=self._spoken(witness, rejection),
            receiver_pointer=rejection.pointer,
            witness=witness,
            failing=failing,
            message=rejection.message,
            only_format=self._only_format(witness),
            rejected=rejected,
        )

    def _only_format(self, witness: Json) -> bool:
        """Whether a witness is taken where formats say nothing."""
        validator = self._validators[1]
        if validator is None or plainly(validator, witness):
            return False
        taking = self._aim.prover.oracle.validator(self._receiver, formats=False)
        return taking is not None and accepts(taking, witness) is True

    def _reasons(self, value: Json) -> Iterator[Rejection]:
        validator = self._validators[1]
        if validator is not None:
            yield from rejections(validator, self._receiver, self._document, value, self._pointers)

    def _spoken(self, value: Json, rejection: Rejection) -> str:
        """Where the sender's document speaks about the place; its keyword when it has the same."""
        place, pointer = self._sender, _pointer(self._sender, rejection.keyword)
        for part in rejection.path:
            place = self._below(place, value, part)
            value = at(value, (part,))
            pointer = _pointer(place, rejection.keyword) or pointer
        return pointer

    def _below(self, place: Conj, value: Json, part: str | int) -> Conj:
        expander = self._aim.prover.expander
        nodes: list[Node] = []
        kind = Objects if isinstance(part, str) else Arrays
        meant = [alt for alt in expander.expand(place, over=True) if isinstance(alt, kind)]
        for alt in meant:
            if len(meant) > 1 and expander.merger.admits(alt, value) is False:
                continue
            if isinstance(alt, Objects) and isinstance(part, str):
                nodes.extend(property_value(alt, part, over=True))
            elif isinstance(alt, Arrays) and isinstance(part, int):
                nodes.extend(item_value(alt, part))
        return conj(node for node in nodes if node.truth is not False)


def _is_sum(rejection: Rejection, told: Collection[str]) -> bool:
    """Whether a union rejects only by what is told on its own: mended there, one of its branches takes the value."""
    return any(branch and branch.issubset(told) for branch in rejection.branches)


def _goes_round(one: Difference, other: Difference) -> bool:
    """Whether one only shows the other again, further down in a schema that contains itself."""
    last = len(other.place)
    return (
        len(one.place) > last > 0
        and one.place[-last:] == other.place
        and (one.keyword, one.receiver_pointer) == (other.keyword, other.receiver_pointer)
        and one.sender_pointer == other.sender_pointer
    )


def _asked(rejection: Rejection) -> Asked:
    """Give what makes one difference; names that the search made up are one place for one keyword."""
    place = tuple("undeclared" if part in MADE_UP else part for part in rejection.place)
    return place, rejection.keyword, "" if MADE_UP.isdisjoint(rejection.place) else rejection.pointer


def _pointer(place: Conj, keyword: str) -> str:
    written = [node for node in place if isinstance(node.schema, dict) and "$comment" in node.schema]
    for node in written:
        if isinstance(node.schema, dict) and keyword in node.schema:
            return f"{node.pointer}/{keyword}"
    return written[0].pointer if written else ""


def at(value: Json, path: tuple[str | int, ...]) -> Json:
    """Give the part of a value at a path; the nearest part around it when the path leads to what is absent."""
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return value
    return value
