"""Two migrations with one version."""

from deploycheck.api import DatabaseChange, Finding, Findings, Migration, Related, rule


@rule("migration-version-taken", severity="error", since="0.1")
def migration_version_taken(database_change: DatabaseChange) -> Findings:
    """Two migrations have the same version.

    ## Why it breaks
    Tools that record only the version run one of the two, which one is a matter of luck, or refuse to start. It is
    what two branches make that were merged on the same day.

    ## Do this instead
    Give the newer one the next version.
    """
    pending = {step.migration.path for step in database_change.steps}
    seen: dict[tuple[int, ...], Migration] = {}
    for step in database_change.head.steps:
        migration = step.migration
        twin = seen.get(migration.key)
        if twin and not migration.repeatable and {migration.path, twin.path} & pending:
            new, other = (migration, twin) if migration.path in pending else (twin, migration)
            yield Finding(
                f"migration version {new.version} of {database_change.name} is also taken by {other.path}",
                at=new.location,
                subject=new.version,
                aspect=new.title,
                related=(Related("twin", other.location),),
                service=database_change.service,
                change=database_change.name,
            )
        seen[migration.key] = migration
