"""Queries that must wait for a migration."""

from deploycheck.api import DatabaseChange, Evidence, Finding, Findings, rule

SHOWN = 3


@rule("new-query-on-old-schema", severity="info", since="0.1")
def new_query_on_old_schema(database_change: DatabaseChange) -> Findings:
    """A query of the new version needs a table or column that only a pending migration brings.

    ## Why it breaks
    Code that starts before the migration has run fails in this query. That is the normal order of an additive change,
    and it must be kept: migration first, then the code.

    ## Do this instead
    Run the migration before the release of the code, and make the release wait for it. If the code may start earlier,
    guard the new query by a flag.
    """
    waits: dict[tuple[str, str], list[Evidence]] = {}
    ran = {owner.query.text for owner in database_change.base.queries} if database_change.base else set()
    for broken in database_change.early:
        owner = broken.owner
        is_new = owner.query.generated or owner.query.text not in ran
        if broken.step is not None and is_new and broken.problem.kind != "result-shape":
            proof = Evidence("query", owner.component, "head", owner.location, owner.query.name)
            waits.setdefault((owner.component, broken.step.migration.version), []).append(proof)
    steps = {step.migration.version: step for step in database_change.steps}
    for (component, version), proofs in waits.items():
        names = list(dict.fromkeys(proof.text for proof in proofs))
        shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
        yield Finding(
            f"{component} needs migration {version} of {database_change.name} before it starts: {shown}",
            at=steps[version].migration.location,
            subject=component,
            aspect=version,
            evidence=tuple(dict.fromkeys(proofs)),
            change=database_change.name,
        )
