"""Steps that can't be undone."""

from deploycheck.api import Contracts, Finding, Findings, Location, PlanResult, rule


@rule("irreversible-step-unacknowledged", severity="warning", since="0.1")
def irreversible_step_unacknowledged(plan: PlanResult, contracts: Contracts) -> Findings:
    """A step of the plan can't be undone once it has begun, and nobody has acknowledged that.

    ## Why it breaks
    Nothing breaks by itself. But after this step there is no way back: what it drops is gone, and older versions
    can't run again. Whoever is on call should know before, not after.

    ## Do this instead
    Let the release bake before this step, have a backup, and acknowledge it with a waiver that names a reason and an
    owner.
    """
    for unit, reason in sorted(plan.irreversible.items()):
        component = contracts.components.get(unit)
        place = component.location if component and component.location else Location(".")
        yield Finding(f"the step of {unit} can't be undone: {reason}", at=place, subject=unit, change=reason)
