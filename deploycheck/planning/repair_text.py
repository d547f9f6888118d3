"""What a repair asks of people, as a sentence."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from deploycheck.model.atoms import in_words, leading
from deploycheck.model.contract import Component, Contracts, place_of
from deploycheck.model.plan import Because
from deploycheck.planning.plain import listed
from deploycheck.planning.result import Refusal

MOST = 4


def proposed_label(component: Component) -> str:
    """Name the proposed version: `orders v2`."""
    return component.label(component.proposed if isinstance(component.proposed, str) else None)


def split_keeps(contracts: Contracts, refusal: Refusal, units: Iterable[str]) -> tuple[str, ...]:
    """Give the atoms, and the formats to read, that the proposed versions of `units` have to keep for one release."""
    kept: dict[str, None] = {}
    about = _by_unit(refusal)
    for unit in units:
        label = proposed_label(contracts.components[unit])
        for one in about.get(unit, ()):
            if _lost(one, unit, label) or _unread(one, unit, label):
                kept[one.atom] = None
    return tuple(kept)


def split_text(contracts: Contracts, refusal: Refusal, units: Iterable[str]) -> str:
    """Say what each of `units` does first, and what one release later."""
    about = _by_unit(refusal)
    return "; ".join(_split_one(contracts.components[unit], about.get(unit, [])) for unit in units)


def _by_unit(refusal: Refusal) -> dict[str, list[Because]]:
    """Give the violations that each unit takes part in, as a user or as a provider, in their order."""
    found: dict[str, list[Because]] = {}
    for one in refusal.violations:
        for unit in dict.fromkeys((one.user, one.provider)):
            found.setdefault(unit, []).append(one)
    return found


def _split_one(component: Component, violations: Sequence[Because]) -> str:
    unit, label = component.name, proposed_label(component)
    lost = _atoms(one for one in violations if _lost(one, unit, label))
    strict = _atoms(one for one in violations if _provides_new(one, unit, label) and one.reason == "demand")
    unread = _atoms(one for one in violations if _unread(one, unit, label))
    written = _atoms(one for one in violations if _provides_new(one, unit, label) and one.reason == "format")
    missed = _atoms(one for one in violations if one.user == unit and one.live[0] == label and one.reason != "format")
    parts = [
        *([f"keep {few(lost)} in {label}, remove {pronoun(lost)} in the next release"] if lost else []),
        *([f"let {label} do without the new demands on {few(strict)}, demand in the next release"] if strict else []),
        *([f"let {label} still read {few(unread)}, drop that in the next release"] if unread else []),
        *(
            [f"let {label} read but not write {few(written)} yet, write {pronoun(written)} in the next release"]
            if written
            else []
        ),
    ]
    if missed and not parts:
        absent = f"{few(missed, 'in its new shape')} {'is' if len(missed) == 1 else 'are'} missing"
        parts.append(f"let {label} fall back while {absent}, rely on {pronoun(missed)} in the next release")
    return ", ".join(parts) or f"release {unit} in two steps, first adding, then removing"


def _lost(one: Because, unit: str, label: str) -> bool:
    return _provides_new(one, unit, label) and one.reason == "atom"


def _provides_new(one: Because, unit: str, label: str) -> bool:
    return one.provider == unit and one.live[1] == label


def _unread(one: Because, unit: str, label: str) -> bool:
    return one.reason == "format" and one.user == unit and one.live[0] == label


def _atoms(violations: Iterable[Because]) -> tuple[str, ...]:
    return leading(one.atom for one in violations)


def pronoun(words: Collection[str]) -> str:
    """Give the word that stands for these things."""
    return "it" if len(words) == 1 else "them"


def few(atoms: Iterable[str], shape: str = "as it was") -> str:
    """List the first few atoms in words, and count the rest; what is only a part of another is left out.

    `shape` says which shape is meant where there are several.
    """
    words = [f"{in_words(atom)} ({shape})" if place_of(atom) != atom else in_words(atom) for atom in leading(atoms)]
    return listed(_first(list(dict.fromkeys(words))))


def _first(words: list[str]) -> Iterator[str]:
    yield from words[:MOST]
    if len(words) > MOST:
        yield f"{len(words) - MOST} more"
