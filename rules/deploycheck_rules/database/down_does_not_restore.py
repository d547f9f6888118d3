"""Down migrations that lead to another schema than the one before."""

from deploycheck.api import DatabaseChange, Finding, Findings, Rollback, rule

SHOWN = 2


@rule("down-does-not-restore", severity="info", since="0.1")
def down_does_not_restore(database_change: DatabaseChange, rollbacks: tuple[Rollback, ...]) -> Findings:
    """After up and down the schema is not what it was.

    ## Why it breaks
    The code of the version before meets a schema that it was never tested with, on the day of a rollback.

    ## Do this instead
    Add what is missing to the down side; `deploycheck` names it. Values of an enum cannot be taken away, and are not
    asked for.
    """
    for rollback in rollbacks:
        texts = [" ".join(statement.text.split()) for statement in rollback.missing]
        if texts:
            migration = rollback.step.migration
            more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
            yield Finding(
                f"the down side of migration {migration.version} does not lead back; still needed: "
                f"{'; '.join(texts[:SHOWN])}{more}",
                at=rollback.location,
                subject=migration.version,
                aspect=migration.title,
                service=database_change.service,
                change=f"{database_change.name}:{texts}",
            )
