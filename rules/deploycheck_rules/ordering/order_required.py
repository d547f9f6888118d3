"""Changes that need an order."""

from deploycheck.api import Environment, Estate, Finding, Findings, Location, Pair, PlanResult, Severity, rule

MODES = {"together": Severity.ERROR, "ordered": Severity.INFO, None: Severity.WARNING}


@rule("order-required", severity="error", since="0.1")
def order_required(plan: PlanResult, estate: Estate, environment: str) -> Findings:
    """Two parts of this change must not go out in any order, or together.

    ## Why it breaks
    While both versions of each part are live, one order leaves callers without what they call. How bad that is depends
    on how releases happen in this environment: `release: together` can't keep an order (error), `release: ordered`
    follows the plan (information), and without a word nobody knows (warning). Migrations of one database that merely
    follow each other are left out: the tool that applies them keeps their order.

    ## Do this instead
    Follow the order that `deploycheck plan` prints: one release per wave. Or split the change along the named pairs.
    """
    refused = {unit for refusal in plan.refusals for unit in refusal.units}
    if plan.verdict == "plan" and plan.unit_waves <= 1:
        return
    known: Environment | None = estate.environments.get(environment)
    modes = {one.release for one in estate.environments.values()}
    mode = known.release if known else modes.pop() if len(modes) == 1 else None
    for pair in plan.pairs:
        if refused.intersection((pair.before, pair.after)) or _kept_by_the_tool(pair):
            continue
        yield Finding(
            f"{pair.before} must be deployed before {pair.after}: {_why(pair)}",
            at=_place(pair, estate),
            subject=f"{pair.before} before {pair.after}",
            severity=MODES[mode],
            change=_why(pair),
        )


def _kept_by_the_tool(pair: Pair) -> bool:
    """Whether nothing but the order of migration files asks for it: the tool that applies them keeps that anyway."""
    return all(one.reason == "order" for one in pair.because)


def _why(pair: Pair) -> str:
    first = next(one for one in pair.because if one.reason != "order")
    more = f" (and {len(pair.because) - 1} more)" if len(pair.because) > 1 else ""
    return (first.text or f"{first.user} needs {first.atom} of {first.provider}") + more


def _place(pair: Pair, estate: Estate) -> Location:
    located = [one.location for one in pair.because if one.location and one.reason != "order"]
    if located:
        return located[0]
    owner = next((estate.services[n] for n in (pair.after, pair.before) if n in estate.services), None)
    return owner.location if owner else Location(next(iter(estate.manifests), "."))
