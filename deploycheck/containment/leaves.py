"""The places where a proof failed: where a search begins anew, and what a comparison leaves open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deploycheck.containment.alternatives import Alt, Arrays, Objects
from deploycheck.containment.gaps import Gap, array_gaps, object_gaps
from deploycheck.containment.model import OutOfBudget, Place, Undecided
from deploycheck.containment.nodes import Conj
from deploycheck.containment.proof import Prover
from deploycheck.containment.scalars import numbers_missing, strings_missing

_DEPTH = 24
MOST = 100
"""How many places without a witness are looked at; of what lies beyond nothing is said but that it is there."""

_BEYOND = "more places may differ than were looked at; mend what is told, and check again"

Trail = tuple[tuple[Arrays | Objects, str | int], ...]
"""The way to a place: the sender's alternatives from the root on, and the part that leads further down."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place where the proof failed, with what both sides say there."""

    place: Place
    keyword: str
    sender: Conj
    receiver: Conj
    reason: str
    trail: Trail = ()

    def apart_from(self, told: Iterable[Place]) -> bool:
        """Whether no witness was found at the place, above or below it."""
        return not any(_related(self.place, place) for place in told)

    def open(self, reason: str = "") -> Undecided:
        """Give the leaf as a place left open."""
        here, there = _pointer(self.sender, self.keyword), _pointer(self.receiver, self.keyword)
        return Undecided(self.place, self.keyword, here, there, reason or self.reason)


def leaves(prover: Prover, sender: Conj, receiver: Conj, told: Iterable[Place]) -> tuple[list[Leaf], bool]:
    """Give leaves of the failed proof apart from places with a witness, each once, and whether these are all."""
    found: dict[tuple[Place, str], Leaf] = {}
    try:
        for leaf in _leaves(prover, Leaf((), "", sender, receiver, ""), set()):
            if not leaf.apart_from(told):
                continue
            if len(found) >= MOST:
                return list(found.values()), False
            found.setdefault((leaf.place, leaf.keyword), leaf)
    except OutOfBudget:
        return list(found.values()), False
    return list(found.values()), True


def undecided(
    found: Iterable[Leaf], whole: Leaf, *, answered: bool, exhausted: bool, possible: bool
) -> tuple[Undecided, ...]:
    """Tell what is left open; something is, where nothing was `answered`."""
    left = list(found) or ([] if answered else [whole])
    reason = "" if possible else "the validator cannot read one of the schemas"
    if possible and exhausted:
        reason = "the budget was used up"
    beyond = [whole.open(_BEYOND)] if answered and exhausted and not left else []
    return (*(leaf.open(reason) for leaf in left), *beyond)


def _related(one: Place, other: Place) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _pointer(place: Conj, keyword: str) -> str:
    for node in place:
        if isinstance(node.schema, dict) and keyword in node.schema:
            return f"{node.pointer}/{keyword}"
    return next((node.pointer for node in place), "")


def _leaves(prover: Prover, at: Leaf, seen: set[tuple[Conj, Conj]]) -> Iterator[Leaf]:
    asked = (at.sender, at.receiver)
    if asked in seen or len(at.place) > _DEPTH:
        return
    seen.add(asked)
    for alt in prover.failing(at.sender, at.receiver):
        targets = [each for each in prover.expander.expand(at.receiver, over=False) if each.kind == alt.kind]
        keyword, gaps = _why(prover, alt, targets)
        inner = list(_below(at, alt, gaps))
        for leaf in inner:
            yield from _leaves(prover, leaf, seen)
        if keyword or not inner:
            sure = not any(each.opaque for each in targets) and not alt.opaque
            reason = "proved false structurally" if sure else "could not be proved"
            yield Leaf(at.place, keyword, at.sender, at.receiver, reason, at.trail)


def _below(at: Leaf, alt: Alt, gaps: Iterable[Gap]) -> Iterator[Leaf]:
    for gap in gaps:
        if gap.sender is None or gap.receiver is None or not isinstance(alt, Arrays | Objects):
            continue
        step = "*" if isinstance(gap.part, int) else str(gap.part)
        trail = at.trail if gap.part is None else (*at.trail, (alt, gap.part))
        yield Leaf((*at.place, step), "", gap.sender, gap.receiver, "", trail)


def _why(prover: Prover, alt: Alt, targets: list[Alt]) -> tuple[str, list[Gap]]:
    """Give the keyword that stands against an alternative here, and what fails below it."""
    if len(targets) != 1:
        return ("anyOf" if targets else "type" if alt.kind != "finite" else "enum"), []
    (target,) = targets
    if target.opaque:
        return target.opaque[0][0], []
    if isinstance(alt, Objects) and isinstance(target, Objects):
        gaps = list(object_gaps(prover, alt, target, 0))
    elif isinstance(alt, Arrays) and isinstance(target, Arrays):
        gaps = list(array_gaps(prover, alt, target, 0))
    else:
        return _scalar(alt, target), []
    return next((gap.keyword for gap in gaps if gap.receiver is None or gap.sender is None), ""), gaps


def _scalar(alt: Alt, target: Alt) -> str:
    if alt.kind == "number" and target.kind == "number":
        return numbers_missing(alt, target) or ""
    if alt.kind == "string" and target.kind == "string":
        return strings_missing(alt, target) or ""
    return "enum"
