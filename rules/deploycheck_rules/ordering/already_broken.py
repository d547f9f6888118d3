"""Needs that what runs today leaves unmet."""

from deploycheck.api import Finding, Findings, Location, PlanResult, Witness, rule


@rule("already-broken", severity="warning", since="0.1")
def already_broken(plan: PlanResult) -> Findings:
    """Something that runs today needs what nothing provides, before this change and whatever its order.

    ## Why it breaks
    It is broken already; the plan doesn't count it against this change, and doesn't mend it either.

    ## Do this instead
    Provide what is needed, or remove the dead use; if it isn't dead, users see its failures now.
    """
    for one in plan.already_broken:
        yield Finding(
            one.text or f"{one.user} needs {one.atom} of {one.provider}, which does not offer it today",
            at=one.location or Location("."),
            subject=f"{one.user}: {one.provider} {one.atom}",
            witness=Witness("state", list(one.live)),
            service=one.user,
            existing=True,
        )
