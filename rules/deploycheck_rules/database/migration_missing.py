"""Migrations that live has run and head no longer has."""

from deploycheck.api import DatabaseChange, Finding, Findings, Related, rule

SHOWN = 5


@rule("migration-missing", severity="error", since="0.1")
def migration_missing(database_change: DatabaseChange) -> Findings:
    """A migration that live has already run is no longer there.

    ## Why it breaks
    Its effects stay in every database that ran it, and no new database gets them; many tools refuse to go on when the
    recorded version has no file, and nothing can lead back.

    ## Do this instead
    Keep the file. Undo its effects, if they are not wanted, with a new migration. Where many old migrations were
    joined into one on purpose, the tool's own squashing marks the old ones as run.
    """
    gone = database_change.missing
    if not gone:
        return
    more = f" and {len(gone) - SHOWN} more" if len(gone) > SHOWN else ""
    names = ", ".join(one.version for one in gone[:SHOWN]) + more
    noun = "migration" if len(gone) == 1 else "migrations"
    yield Finding(
        f"{database_change.name} no longer has {noun} {names}, which live has run",
        at=database_change.head.location,
        subject=gone[0].version,
        related=tuple(Related("was", one.location.on("base")) for one in gone[:SHOWN]),
        service=database_change.service,
        effect="removed",
        change=f"{database_change.name}:{names}",
    )
