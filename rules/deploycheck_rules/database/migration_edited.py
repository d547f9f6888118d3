"""Migrations that say something else than when they ran."""

from deploycheck.api import DatabaseChange, Finding, Findings, Migration, Related, Severity, rule, spelling

CHECKSUMS = ("flyway", "prisma")


def _spelling(migration: Migration) -> str:
    return spelling(";".join(statement.text for statement in migration.statements))


@rule("migration-edited", severity="error", since="0.1")
def migration_edited(database_change: DatabaseChange) -> Findings:
    """A migration that live has already run was changed.

    ## Why it breaks
    Tools run each version once: databases that have it keep the old schema, new ones get the new one, and from here
    on they differ. Tools that keep checksums (Flyway, sqlx, Prisma) refuse to start, even when only a blank changed.

    ## Do this instead
    Put the file back as it was and write the change as a new migration.
    """
    respelt = [pair for pair in database_change.edited if _spelling(pair[0]) == _spelling(pair[1])]
    for old, new in database_change.edited:
        if (old, new) not in respelt:
            yield Finding(
                f"migration {new.version} of {database_change.name} was changed after it ran; databases that have it "
                "stay as they are",
                at=new.location,
                subject=new.version,
                aspect=new.title,
                related=(Related("was", old.location.on("base")),),
                service=database_change.service,
                effect="changed",
                change=f"{database_change.name}:{old.content}:{new.content}",
            )
    if respelt:
        first = respelt[0][1]
        more = f" and {len(respelt) - 1} more" if len(respelt) > 1 else ""
        yield Finding(
            f"migration {first.version}{more} of {database_change.name} was spelt anew after it ran; tools with "
            "checksums refuse that",
            at=first.location,
            subject=first.version,
            aspect="spelling",
            service=database_change.service,
            severity=Severity.ERROR if first.framework in CHECKSUMS else Severity.INFO,
            effect="changed",
            change=f"{database_change.name}:{[pair[1].content for pair in respelt]}",
        )
