"""What a refusal looks like as a finding."""

from deploycheck.model.finding import Evidence, Finding, Witness
from deploycheck.model.location import Location
from deploycheck.planning.result import Refusal


def refusal_finding(refusal: Refusal) -> Finding:
    """Say which states break, show one of them as witness, and name the smallest repair as help."""
    shown = refusal.violations[0] if refusal.violations else None
    units = " and ".join(refusal.units)
    states = "; ".join(dict.fromkeys(one.text for one in refusal.violations[:3] if one.text))
    more = len(refusal.violations) - 3
    tail = f" (and {more} more)" if more > 0 else ""
    repair = refusal.repairs[0].text if refusal.repairs else None
    place = next((one.location for one in refusal.violations if one.location), None)
    return Finding(
        f"{units} can't be deployed: {states}{tail}" if states else f"{units} can't be deployed",
        at=place or Location("."),
        subject=units,
        aspect=refusal.code,
        evidence=tuple(
            Evidence(one.evidence or "declared", one.user, location=one.location) for one in refusal.violations[:10]
        ),
        witness=Witness("state", list(shown.live), text=f"{' + '.join(shown.live)}: {shown.text}") if shown else None,
        change="; ".join(sorted(one.atom for one in refusal.violations)),
        help=f"Smallest repair: {repair}" if repair else None,
    )
