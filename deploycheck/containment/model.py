"""What a containment question is answered with: verdict, witnesses, and what stayed open."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

Json = Any
"""A JSON value, numbers as int, float or Decimal."""
Schema = dict[str, Any] | bool
"""A plain JSON Schema 2020-12 document or part of one; references read `#/$defs/NAME`."""

Verdict = Literal["compatible", "incompatible", "unknown"]
Direction = Literal["request", "response"]
Place = tuple[str | int, ...]
"""A place of the instance: property names, and `*` for any element of an array."""


class Reading(Enum):
    """How the sender's schema is read."""

    CLOSED = "closed"
    """A sender sends the names that it declares (section 1 of the containment design)."""
    OPEN = "open"
    """A sender may send any name that its schema does not forbid (the second reading)."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds of one comparison; whatever is beyond them ends in *unknown*."""

    steps: int = 20_000
    depth: int = 60
    alternatives: int = 200
    candidates: int = 400
    nesting: int = 100
    """Levels of schemas inside schemas, references not counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A checked witness: the sender may send `witness`, the receiver rejects it at `place` by `keyword`."""

    place: Place
    """Where in the instance; for `required` and for undeclared names the name in question is the last part."""
    keyword: str
    sender_pointer: str
    """JSON pointer inside the sender's document: the schema (or its keyword) that speaks about the place."""
    receiver_pointer: str
    """JSON pointer inside the receiver's document: the keyword that rejects."""
    witness: Any
    """The whole value, shrunk."""
    failing: Any
    """The part of the witness that is rejected."""
    message: str
    only_format: bool = False
    """The receiver takes the witness once formats are not asserted."""
    rejected: tuple[Any, ...] = ()
    """Other values found at the same place that the same keyword rejects (members of an enum, mostly)."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A place where neither a proof nor a witness was found."""

    place: Place
    keyword: str
    sender_pointer: str
    receiver_pointer: str
    reason: str
    """`proved false structurally` or `could not be proved`, or why the schema could not be read."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer to "is every value of the sender one of the receiver's"."""

    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    """One for each place and keyword; not empty exactly when the verdict is *incompatible*."""
    undecided: tuple[Undecided, ...] = ()
    """Places left open; may stand beside differences, so that doubt is not hidden by a harmless witness."""
    reason: str = ""
    vacuous: bool = False
    """The sender admits no value: *compatible* says nothing then, and is never counted as proved."""
    proof: str = ""
    """What proved a *compatible*: `identical`, `structural` or `canonical`."""


class SchemaProblem(Exception):  # noqa: N818 - it is a finding about the user's schema, no error of ours
    """A schema that cannot be read; the comparison is *unknown* with this reason."""

    def __init__(self, pointer: str, keyword: str, reason: str) -> None:
        super().__init__(f"{reason} ({keyword} at {pointer or '/'})")
        self.pointer = pointer
        self.keyword = keyword
        self.reason = reason


class OutOfBudget(Exception):  # noqa: N818 - a bound was reached, which is an answer
    """The steps or the depth of the budget are used up."""


@dataclass(slots=True)
class Meter:
    """Counts the steps of one comparison."""

    budget: Budget = field(default_factory=Budget)
    used: int = 0

    def step(self, depth: int) -> None:
        """Count one step; raise `OutOfBudget` beyond the bounds."""
        self.used += 1
        if self.used > self.budget.steps or depth > self.budget.depth:
            raise OutOfBudget
