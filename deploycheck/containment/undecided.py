"""The places that a comparison left open."""

from collections.abc import Iterator

from deploycheck.containment.alternatives import Alt, Arrays, Objects
from deploycheck.containment.gaps import Gap, array_gaps, object_gaps
from deploycheck.containment.model import Difference, OutOfBudget, Place, Undecided
from deploycheck.containment.nodes import Conj
from deploycheck.containment.proof import Prover
from deploycheck.containment.scalars import numbers_missing, strings_missing

_DEPTH = 24
_MOST = 20


def undecided(  # noqa: PLR0913 - one question in full
    prover: Prover,
    sender: Conj,
    receiver: Conj,
    differences: tuple[Difference, ...],
    *,
    exhausted: bool,
    possible: bool,
) -> tuple[Undecided, ...]:
    """Leaves of the failed proof for which no witness was found, each once."""
    found: dict[tuple[Place, str], Undecided] = {}
    try:
        for leaf in _leaves(prover, sender, receiver, (), set()):
            if not any(_related(leaf.place, each.place) for each in differences):
                found.setdefault((leaf.place, leaf.keyword), leaf)
            if len(found) >= _MOST:
                break
    except OutOfBudget:
        exhausted = True
    leaves = list(found.values())
    if not leaves and not differences:
        leaves = [_leaf((), "", sender, receiver, "could not be proved")]
    if not possible:
        return tuple(_because(leaf, "the validator cannot read one of the schemas") for leaf in leaves)
    if exhausted:
        leaves = [_because(leaf, "the budget was used up") for leaf in leaves]
    return tuple(leaves)


def _because(leaf: Undecided, reason: str) -> Undecided:
    return Undecided(leaf.place, leaf.keyword, leaf.sender_pointer, leaf.receiver_pointer, reason)


def _related(one: Place, other: Place) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _leaf(place: Place, keyword: str, sender: Conj, receiver: Conj, reason: str) -> Undecided:
    return Undecided(place, keyword, _pointer(sender, keyword), _pointer(receiver, keyword), reason)


def _pointer(place: Conj, keyword: str) -> str:
    for node in place:
        if isinstance(node.schema, dict) and keyword in node.schema:
            return f"{node.pointer}/{keyword}"
    return next((node.pointer for node in place), "")


def _leaves(
    prover: Prover, sender: Conj, receiver: Conj, place: Place, seen: set[tuple[Conj, Conj]]
) -> Iterator[Undecided]:
    asked = (sender, receiver)
    if asked in seen or len(place) > _DEPTH:
        return
    seen.add(asked)
    for alt in prover.failing(sender, receiver):
        targets = [each for each in prover.expander.expand(receiver, over=False) if each.kind == alt.kind]
        keyword, gaps = _why(prover, alt, targets)
        inner = [gap for gap in gaps if gap.sender is not None and gap.receiver is not None]
        for gap in inner:
            assert gap.sender is not None  # noqa: S101 - filtered above
            assert gap.receiver is not None  # noqa: S101 - filtered above
            step = "*" if isinstance(gap.part, int) else str(gap.part)
            yield from _leaves(prover, gap.sender, gap.receiver, (*place, step), seen)
        if keyword or not inner:
            sure = not any(each.opaque for each in targets) and not alt.opaque
            reason = "proved false structurally" if sure else "could not be proved"
            yield _leaf(place, keyword, sender, receiver, reason)


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
