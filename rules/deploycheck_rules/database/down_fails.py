"""Down migrations that stop half-way."""

from deploycheck.api import DatabaseChange, Finding, Findings, Rollback, rule


@rule("down-fails", severity="warning", since="0.1")
def down_fails(database_change: DatabaseChange, rollbacks: tuple[Rollback, ...]) -> Findings:
    """The down side of a pending migration fails, or nobody understands it.

    ## Why it breaks
    It is run in an emergency, mostly for the first time. When it fails, the database is at neither version.

    ## Do this instead
    Try it: migrate up, down and up again on a copy. Where no way leads back, leave the down side out and say so.
    """
    for rollback in rollbacks:
        migration = rollback.step.migration
        unclear = [(one.at, f"is not understood: {one.reason}") for one in rollback.opaque]
        failing = [(one.effect.at, f"fails: {one.message}") for one in rollback.conflicts]
        for at, what in (unclear or failing)[:1]:
            yield Finding(
                f"the down side of migration {migration.version} {what}",
                at=at if at.path else rollback.location,
                subject=migration.version,
                aspect=migration.title,
                service=database_change.service,
                change=f"{database_change.name}:{what}",
            )
