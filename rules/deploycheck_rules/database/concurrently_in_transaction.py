"""Commands that PostgreSQL refuses inside a transaction."""

from deploycheck.api import (
    CreateIndex,
    DetachPartition,
    DropIndex,
    Effect,
    Findings,
    Pending,
    PlacedEffect,
    Rebuild,
    Severity,
    placed_finding,
    rule,
)


def _needs_no_transaction(placed: PlacedEffect[Effect]) -> bool:
    effect = placed.effect
    return bool(getattr(effect, "concurrently", False)) or (isinstance(effect, Rebuild) and effect.command == "vacuum")


def _taken_out_by_flyway(placed: PlacedEffect[Effect]) -> bool:
    """Whether Flyway runs the file without a transaction by itself: when nothing in it needs one."""
    statements = placed.migration.statements
    kinds = (CreateIndex, DropIndex, DetachPartition, Rebuild)
    alone = all(isinstance(effect, kinds) for statement in statements for effect in statement.effects)
    return placed.migration.framework == "flyway" and alone


_ALSO = {"golang-migrate": "the tool (golang-migrate, sqlx or the like)"}
"""What runs files with such names."""


def _what(placed: PlacedEffect[Effect]) -> str:
    words = placed.statement.text.split()
    return " ".join(words[:6])


@rule("concurrently-in-transaction", severity="error", since="0.1")
def concurrently_in_transaction(pending: Pending) -> Findings:
    """A command with CONCURRENTLY stands in a migration that runs as one transaction.

    ## Why it breaks
    The server refuses it with "cannot run inside a transaction block". The migration fails, and some tools mark it as
    dirty, so that the next deployment fails too.

    ## Do this instead
    Give it a migration of its own, and tell the tool not to wrap it: `-- +goose NO TRANSACTION`, `-- migrate:up
    transaction:false` (dbmate), `run_in_transaction = false` in `metadata.toml` (diesel),
    `executeInTransaction=false` (Flyway); golang-migrate and Prisma wrap a file as soon as it has a second statement.
    """
    for placed in pending.of(CreateIndex, DropIndex, DetachPartition, Rebuild):
        if placed.inside and _needs_no_transaction(placed) and not _taken_out_by_flyway(placed):
            diesel = placed.migration.framework == "diesel" and placed.migration.wrapped
            tool = _ALSO.get(placed.migration.framework, placed.migration.framework)
            how = tool if placed.migration.wrapped else "BEGIN"
            doubt = ", unless its metadata.toml says otherwise" if diesel else ""
            what = f"{_what(placed)} in migration {placed.migration.version} fails"
            yield placed_finding(
                pending,
                placed,
                None,
                f"{what}: {how} makes it part of a transaction{doubt}",
                severity=Severity.WARNING if diesel else None,
            )
