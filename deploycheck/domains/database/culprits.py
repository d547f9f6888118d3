"""Which effect of a migration is behind a query's problem."""

from collections.abc import Iterator

from deploycheck.domains.database.effects import (
    AddColumn,
    AlterColumnType,
    CreateIndex,
    CreateTable,
    CreateView,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropFunction,
    DropIndex,
    DropSchema,
    DropTable,
    DropType,
    DropView,
    Effect,
    MoveRelation,
    RenameColumn,
    RenameRelation,
    SetGenerated,
    SetNotNull,
)
from deploycheck.domains.database.model import Step
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.resolution import QueryProblem

_ON_COLUMNS = (AddColumn, DropColumn, RenameColumn, SetNotNull, DropDefault, SetGenerated, AlterColumnType)
_ON_RELATIONS = (DropTable, CreateTable, CreateView, DropView, RenameRelation, MoveRelation, DropType, DropFunction)
_ON_UNIQUENESS = (DropConstraint, DropIndex, CreateIndex)


def culprit(problem: QueryProblem, step: Step) -> Effect | None:
    """Find the effect that fits best: on the same column, else on the same table; the last of equals."""
    ranked = [(_fit(effect, problem), effect) for effect in _effects(step)]
    best = max((fit for fit, _ in ranked), default=0)
    return next((effect for fit, effect in reversed(ranked) if fit == best), None) if best else None


def _effects(step: Step) -> Iterator[Effect]:
    for statement in step.migration.statements:
        yield from statement.effects


def _fit(effect: Effect, problem: QueryProblem) -> int:
    if isinstance(effect, _ON_COLUMNS):
        if problem.kind in {"missing-table", "missing-unique"} or not _same(effect.table, problem.table):
            return 0
        return 3 if _column(effect) == problem.column else 0
    if isinstance(effect, _ON_RELATIONS):
        return 2 if _same(_subject(effect), problem.table) else 0
    if isinstance(effect, _ON_UNIQUENESS) and problem.kind == "missing-unique":
        table = getattr(effect, "table", None)
        return 2 if table is None or _same(table, problem.table) else 0
    return 1 if isinstance(effect, DropSchema) and problem.table and effect.schema == problem.table.schema else 0


def _column(effect: Effect) -> str:
    if isinstance(effect, AddColumn):
        return effect.column.name
    return str(getattr(effect, "column", ""))


def _subject(effect: Effect) -> Name | None:
    for field in ("table", "view", "name", "type", "function"):
        found = getattr(effect, field, None)
        if isinstance(found, Name):
            return found
    return None


def _same(one: Name | None, other: Name | None) -> bool:
    """Whether two names mean the same object; a schema that was not written fits any."""
    if one is None or other is None:
        return one is None and other is None
    return one.name == other.name and (not one.schema or not other.schema or one.schema == other.schema)
