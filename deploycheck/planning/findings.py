"""What a refusal looks like as a finding."""

from collections.abc import Collection, Mapping
from typing import Final

from deploycheck.model.finding import Evidence, Finding, Witness
from deploycheck.model.location import Location
from deploycheck.model.severity import Impact
from deploycheck.planning.plain import listed
from deploycheck.planning.result import Code, Refusal
from deploycheck.planning.wording import telling

SHOWN: Final = 3
EVIDENCE: Final = 10

_SENTENCES: Final[Mapping[Code, str]] = {
    "cycle": "no order of {units} is safe",
    "conditional": "no order of {units} is safe under every condition",
    "self-incompatible": "the old and the new {units} can't run side by side",
    "target-broken": "something stays broken once {units} {are}",
    "stored-data-unreadable": "{units} will meet data that can't be read any more",
    "unknown": "no order of {units} can be proved",
}


def refusal_finding(refusal: Refusal) -> Finding:
    """Say which states break, show one of them as witness, and name the smallest repair as help."""
    broken = refusal.violations
    units = listed(refusal.units)
    readers = dict.fromkeys(one.user for one in broken) if refusal.code == "stored-data-unreadable" else ()
    are = f"{'are' if len(refusal.units) > 1 else 'is'} {'gone' if _takes_away(refusal) else 'deployed'}"
    said = _SENTENCES[refusal.code].format(units=listed(readers) if readers else units or "this change", are=are)
    told = telling((one.atom, one.text) for one in broken)
    states = list(dict.fromkeys(one.text for one in broken if one.text in told))
    more = f" (and {len(states) - SHOWN} more)" if len(states) > SHOWN else ""
    repair = refusal.repairs[0].text if refusal.repairs else None
    return Finding(
        f"{said}: {'; '.join(states[:SHOWN])}{more}" if states else said,
        at=_place(refusal),
        subject=units,
        aspect=refusal.code,
        evidence=tuple(
            Evidence(one.evidence or "declared", one.user, location=one.location) for one in broken[:EVIDENCE]
        ),
        witness=_witness(refusal, states[:SHOWN]),
        impact=Impact.UNKNOWN if refusal.code == "unknown" else None,
        change="; ".join(sorted({one.atom for one in broken})),
        help=f"Smallest repair: {repair}." if repair else None,
    )


def _takes_away(refusal: Refusal) -> bool:
    """Whether the units of a refusal are only taken away."""
    live = {label for one in refusal.violations for label in one.live}
    return bool(refusal.units) and all(f"{unit} (absent)" in live for unit in refusal.units)


def _place(refusal: Refusal) -> Location:
    """Give the first place of the evidence, one in head before those in base."""
    places = [one.location for one in refusal.violations if one.location]
    return min(places, key=lambda place: place.side == "base", default=Location("."))


def _witness(refusal: Refusal, said: Collection[str]) -> Witness | None:
    """Give a state that breaks, of which the message has not told yet how."""
    if not refusal.violations:
        return None
    first = refusal.violations[0]
    return Witness("state", list(first.live), text="" if first.text in said else first.text)
