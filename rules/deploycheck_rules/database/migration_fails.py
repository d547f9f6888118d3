"""Statements that do not fit the schema they run on."""

from deploycheck.api import Finding, Findings, Impact, Pending, Step, Usage, rule


@rule("migration-fails", severity="error", since="0.1")
def migration_fails(pending: Pending) -> Findings:
    """A statement of a pending migration fails on the schema that the migrations before it leave.

    Where base has such statements too, or some that are not understood, its files do not tell the whole history, and
    it is one warning for each migration.

    ## Why it breaks
    The migration stops there. The release that waits for it does not start, and tools that commit each statement
    leave the database half-way between two versions.

    ## Do this instead
    Rebase on the newest schema and correct the name; where the object may or may not be there, say IF EXISTS or IF
    NOT EXISTS.
    """
    base = pending.change.base
    partial = any(step.conflicts for step in base.steps) if base else False
    for step in pending.change.steps:
        doubtful = partial or step.before.anything_uncertain or bool(step.before.uncertain) or bool(step.opaque)
        told = step.conflicts[:1] if doubtful else step.conflicts
        for conflict in told:
            yield Finding(
                _message(pending, step, conflict.message, doubtful=doubtful),
                at=conflict.effect.at if conflict.effect.at.path else step.migration.location,
                subject=step.migration.version,
                aspect=conflict.message,
                service=pending.change.service,
                impact=Impact.UNKNOWN if doubtful else Impact.INCOMPATIBLE,
                usage=Usage.LIVE,
                change=pending.change.name,
            )


def _message(pending: Pending, step: Step, why: str, *, doubtful: bool) -> str:
    name = f"migration {step.migration.version} of {pending.change.name}"
    if not doubtful:
        return f"{name} fails: {why}"
    others = len(step.conflicts) - 1
    more = f", and {others} more of its statements do not fit" if others else ""
    return (
        f"{name} does not fit what the migrations before it are known to make: {why}{more}; what it does is not known"
    )
