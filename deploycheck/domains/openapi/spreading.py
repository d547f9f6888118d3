"""Tells the differences of many operations on several cores, before anybody asks for them one by one."""

import io
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from deploycheck.domains.openapi.changes.change import SpecChange
from deploycheck.domains.openapi.model import Operation
from deploycheck.workers import possible, spread

WORTH = 300
"""Milliseconds of work; less is done sooner than copies of the process are made."""
_BIG = 1024 * 1024
_IN_A_BIG_ONE = 10
"""How many times as long as others a question takes about specs of more bytes than `_BIG`: a millisecond is usual."""
_TOGETHER = 25
"""Neighbours use the same schemas; so many are asked in a row, so that one learns from the other."""
_TURNS = 8
"""How many turns there are at least, so that no share has all the long ones."""

Told = tuple[SpecChange, ...]


class Forgetful(Protocol):
    """Who learns from questions, and can begin anew."""

    def forget(self) -> None:
        """Forget all that was learned."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with the place of its answer: `told[key]` is what `ask` gives."""

    told: dict[Any, Told]
    key: Any
    ask: Callable[[], Iterable[SpecChange]]
    size: int
    """Bytes of the spec that it is about."""
    about: frozenset[Any] = frozenset()
    """What differs and is referred to, as far as that is known; questions about the same are asked in one share."""

    def answer(self) -> Told:
        """Give the answer, remembered or fresh."""
        if self.key not in self.told:
            self.told[self.key] = tuple(self.ask())
        return self.told[self.key]


def tell_ahead(
    questions: Sequence[Asking], operations: Iterable[Operation], jobs: int, judges: Sequence[Forgetful]
) -> None:
    """Answer the questions in two shares, on two cores where `jobs` allows and it is possible.

    `operations` are all that an answer may speak of. What the judges learn in one share they never know in the other,
    also where one process does both, so that answers do not depend on the number of processes. Does nothing where it
    would not pay; whoever asks then gets each answer when it is wanted.
    """
    if sum(_IN_A_BIG_ONE if one.size > _BIG else 1 for one in questions) < WORTH:
        return
    shares = _shares(questions)

    def own(number: int) -> None:
        for judge in judges:
            judge.forget()
        for question in shares[number]:
            question.answer()

    if jobs == 1 or not possible():
        own(1)
        own(0)  # last, because what it learned is there for later questions when two processes share the work, too
        return
    parcel = _Parcel(operations)

    def work(number: int) -> bytes:
        own(number)
        return parcel.packed([question.answer() for question in shares[number]])

    for number, packed in spread(len(shares), work, own, len(shares)).items():
        for question, told in zip(shares[number], parcel.unpacked(packed), strict=True):
            question.told[question.key] = told


def _shares(questions: Sequence[Asking]) -> tuple[list[Asking], list[Asking]]:
    """Deal the questions out in turns, neighbours together, and those about the same things."""
    together = max(1, min(_TOGETHER, len(questions) // _TURNS))
    shares: tuple[list[Asking], list[Asking]] = [], []
    dealt: dict[frozenset[Any], int] = {}
    number = left = 0
    for question in questions:
        known = dealt.get(question.about) if question.about else None
        if known is None:
            if left == 0:
                number, left = int(len(shares[0]) > len(shares[1])), together
            left -= 1
            known = dealt[question.about] = number
        shares[known].append(question)
    return shares


class _Parcel:
    """Packs differences between copies of this process; operations, which all copies have, go by their number."""

    __slots__ = ("_numbers", "_operations")

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._operations = list(_with_callbacks(operations))
        self._numbers = {id(one): number for number, one in enumerate(self._operations)}

    def packed(self, answers: list[Told]) -> bytes:
        """Write answers; raises PicklingError where one speaks of an operation that is not known."""
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, protocol=5)
        pickler.persistent_id = self._number  # type: ignore[method-assign]
        pickler.dump(answers)
        return buffer.getvalue()

    def _number(self, part: object) -> int | None:
        if not isinstance(part, Operation):
            return None
        if id(part) not in self._numbers:
            raise pickle.PicklingError(f"an operation that nobody listed: {part.subject}")
        return self._numbers[id(part)]

    def unpacked(self, packed: bytes) -> list[Told]:
        """Read what a copy of this process wrote."""
        unpickler = pickle.Unpickler(io.BytesIO(packed))  # noqa: S301  our own copy wrote it, through a pipe
        unpickler.persistent_load = self._operations.__getitem__  # type: ignore[method-assign]
        found: list[Told] = unpickler.load()
        return found


def _with_callbacks(operations: Iterable[Operation]) -> Iterator[Operation]:
    for one in operations:
        yield one
        yield from one.callbacks.values()
