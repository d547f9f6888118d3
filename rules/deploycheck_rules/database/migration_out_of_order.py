"""New migrations that sort before one that has run."""

from deploycheck.api import DatabaseChange, Finding, Findings, Severity, rule

# These run whatever they have not run yet, in any order.
RUNS_LATE_ONES = ("dbmate", "diesel", "prisma")


@rule("migration-out-of-order", severity="warning", since="0.1")
def migration_out_of_order(database_change: DatabaseChange) -> Findings:
    """A new migration has a lower version than one that live has already run.

    ## Why it breaks
    golang-migrate and others only look for versions above the recorded one and leave it out for good, without a word;
    Flyway stops unless it is told to run out of order. Diesel, dbmate and Prisma run it now. New databases run it
    earlier than the others did.

    ## Do this instead
    Give it the next version, and rebase the branch so that it was written against the newest schema.
    """
    steps = database_change.base.steps if database_change.base else ()
    ran = sorted((one.migration for one in steps if not one.migration.repeatable), key=lambda one: one.key)
    for late in database_change.late:
        yield Finding(
            f"migration {late.version} of {database_change.name} sorts before {ran[-1].version}, which live has run",
            at=late.location,
            subject=late.version,
            aspect=late.title,
            severity=Severity.INFO if late.framework in RUNS_LATE_ONES else None,
            service=database_change.service,
            change=database_change.name,
        )
