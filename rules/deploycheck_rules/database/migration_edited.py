"""Migrations that say something else than when they ran."""

from deploycheck.api import DatabaseChange, Finding, Findings, Related, rule


@rule("migration-edited", severity="error", since="0.1")
def migration_edited(database_change: DatabaseChange) -> Findings:
    """A migration that live has already run was changed.

    ## Why it breaks
    Tools run each version once: databases that have it keep the old schema, new ones get the new one, and from here
    on they differ. Tools that keep checksums (Flyway, sqlx, Prisma) refuse to start.

    ## Do this instead
    Put the file back as it was and write the change as a new migration.
    """
    for old, new in database_change.edited:
        yield Finding(
            f"migration {new.version} of {database_change.name} was changed after it ran; "
            "databases that have it stay as they are",
            at=new.location,
            subject=new.version,
            aspect=new.title,
            related=(Related("was", old.location.on("base")),),
            service=database_change.service,
            effect="changed",
            change=f"{database_change.name}:{old.content}:{new.content}",
        )
