"""Queries that a change breaks, one breakage for each thing that is gone or in the way, with all who are hurt."""

from collections.abc import Callable, Iterator
from typing import Literal

from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.diff import Broken, DatabaseChange
from deploycheck.domains.database.effects import (
    NOWHERE,
    AddColumn,
    DropColumn,
    DropSchema,
    DropTable,
    DropView,
    Effect,
    MoveRelation,
    RenameColumn,
    RenameRelation,
    RenameSchema,
)
from deploycheck.domains.database.model import OwnedQuery, Step
from deploycheck.domains.database.names import Name
from deploycheck.domains.database.queries.remembered import resolved
from deploycheck.domains.database.queries.resolution import QueryProblem
from deploycheck.model.finding import Evidence, Stake
from deploycheck.model.location import Location
from deploycheck.model.record import Record, replace
from deploycheck.model.severity import Impact, Usage

Kind = Literal[
    "column-dropped",
    "column-renamed",
    "table-dropped",
    "table-renamed",
    "required-column",
    "ambiguous-column",
    "result-shape",
    "other",
]
_BY_PROBLEM: dict[str, Kind] = {
    "insert-misses-required": "required-column",
    "ambiguous-column": "ambiguous-column",
    "result-shape": "result-shape",
    "missing-column": "column-dropped",
    "missing-table": "table-dropped",
}
_RENAMES = (RenameRelation, MoveRelation, RenameSchema)
_SHOWN_QUERIES = 3
STRANGERS = ("users outside of this estate",)
"""Who is supposed to use all of a database that says `users: open`."""


class Breakage(Record):
    """One thing that queries of a live version need and the schema of head does not give.

    `broken` are those queries; it is empty when users are only assumed. `mended` are the ones among them that head no
    longer runs. `effect` is what did it, None when it cannot be told.
    """

    database: str
    kind: Kind
    table: Name | None
    column: str
    step: Step | None
    effect: Effect | None
    broken: tuple[Broken, ...]
    mended: frozenset[int] = frozenset()
    assumed: tuple[str, ...] = ()
    fallback: Location = NOWHERE

    @property
    def location(self) -> Location:
        """The effect in the migration, else the migration."""
        if self.effect is not None and self.effect.at.path:
            return self.effect.at
        return self.step.migration.location if self.step else self.fallback

    @property
    def subject(self) -> str:
        """What it is about: `orders.total`, `orders`."""
        return ".".join(part for part in (str(self.table) if self.table else "", self.column) if part) or self.database

    @property
    def version(self) -> str:
        """The version of the migration, as tools name it."""
        return self.step.migration.version if self.step else ""

    @property
    def usage(self) -> Usage:
        """The worst user decides."""
        if not self.broken:
            return Usage.ASSUMED
        return Usage.MENDED if len(self.mended) == len(self.broken) else Usage.LIVE

    @property
    def impact(self) -> Impact:
        """Whether it surely breaks: not when a statement that nobody understood lies between, or users are guesses."""
        sure = any(broken.problem.certain for broken in self.broken) if self.broken else bool(self.assumed)
        return Impact.INCOMPATIBLE if sure else Impact.UNKNOWN

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every query that is hurt, then those of whom we only suppose it."""
        queries = tuple(_proof(broken.owner) for broken in self.broken)
        return (*dict.fromkeys(queries), *(Evidence("assumed", name, "base") for name in self.assumed))

    @property
    def stakes(self) -> tuple[Stake, ...]:
        """What it means to each consumer: the worst of what it means to its queries."""
        found: dict[str, Stake] = {}
        for number, broken in sorted(enumerate(self.broken), key=lambda one: one[0] in self.mended):
            owner, mended = broken.owner, number in self.mended
            reason = f"its query {owner.query.name} uses this" + ("; its head has it no more" if mended else "")
            stake = Stake(owner.component, "base", "mended" if mended else "hurt", reason, owner.location.on("base"))
            found.setdefault(owner.component, stake)
        for name in self.assumed:
            found.setdefault(name, Stake(name, "base", "assumed", "its queries are not known, so all is assumed"))
        return tuple(found[name] for name in sorted(found))

    @property
    def who(self) -> str:
        """Say who is hurt: `web in GetOrder (db/queries/orders.sql:2)`."""
        if not self.broken:
            names = " and ".join(self.assumed)
            return f"{names} (assumed: their queries are not known)" if names else ""
        hurt = [broken for number, broken in enumerate(self.broken) if number not in self.mended] or list(self.broken)
        owners: dict[str, dict[str, None]] = {}
        for broken in hurt:
            owners.setdefault(broken.owner.component, {})[_shown(broken.owner)] = None
        return "; ".join(f"{component} in {_some(list(queries))}" for component, queries in owners.items())

    @property
    def used(self) -> str:
        """The end of a sentence: ` and still used by web in GetOrder (...)`, or that nobody knows."""
        return (
            f" and still used by {self.who}"
            if self.who
            else f"; who still uses it is not known, as no query of {self.database} is"
        )

    @property
    def order(self) -> str:
        """What to say when everybody hurt is mended by the same change."""
        return "; head no longer does, so its code must be everywhere first" if self.usage is Usage.MENDED else ""

    @property
    def first(self) -> QueryProblem:
        """The first reason."""
        return self.broken[0].problem


def _proof(owner: OwnedQuery) -> Evidence:
    return Evidence("query", owner.component, "base", owner.location.on("base"), owner.query.name)


def _shown(owner: OwnedQuery) -> str:
    return f"{owner.query.name} ({owner.location})"


def _some(queries: list[str]) -> str:
    rest = len(queries) - _SHOWN_QUERIES
    return ", ".join(queries[:_SHOWN_QUERIES]) + (f" and {rest} more" if rest > 0 else "")


def breakages_of(change: DatabaseChange) -> tuple[Breakage, ...]:
    """Group what a change breaks by what is gone or in the way."""
    known = tuple(_known(change))
    told = {(one.kind, one.table, one.column) for one in known if one.usage is Usage.LIVE}
    return (*known, *(one for one in _assumed(change) if (one.kind, one.table, one.column) not in told))


def _known(change: DatabaseChange) -> Iterator[Breakage]:
    groups: dict[tuple[Kind, Name | None, str, Location], list[Broken]] = {}
    for broken in map(_with_new_column, change.broken):
        kind, problem = kind_of(broken), broken.problem
        where = broken.effect.at if broken.effect else NOWHERE
        table = problem.table if problem.table is None else _complete(problem.table, change.before)
        groups.setdefault((kind, table, problem.column, where), []).append(broken)
    mended = _mending(change)
    for (kind, table, column, _), group in groups.items():
        healed = frozenset(number for number, broken in enumerate(group) if mended(broken.owner))
        first = group[0]
        yield Breakage(
            change.name,
            kind,
            table,
            column,
            first.step,
            first.effect,
            tuple(group),
            healed,
            fallback=change.head.location,
        )


def _with_new_column(broken: Broken) -> Broken:
    """Blame an ambiguity on the column that is new, whichever of the tables in FROM has it."""
    if broken.problem.kind != "ambiguous-column" or broken.step is None:
        return broken
    for statement in broken.step.migration.statements:
        for effect in statement.effects:
            if isinstance(effect, AddColumn) and effect.column.name == broken.problem.column:
                return replace(broken, effect=effect, problem=replace(broken.problem, table=effect.table))
    return broken


def _complete(name: Name, catalogue: Catalogue) -> Name:
    found = catalogue.relation(name)
    return found.name if found else name


def kind_of(broken: Broken) -> Kind:
    """Say which rule a broken query belongs to: by its problem, then by what caused it."""
    kind = _BY_PROBLEM.get(broken.problem.kind, "other")
    if kind == "column-dropped" and isinstance(broken.effect, RenameColumn):
        return "column-renamed"
    if kind in {"column-dropped", "table-dropped"} and isinstance(broken.effect, _RENAMES):
        return "table-renamed"
    if kind == "column-dropped" and isinstance(broken.effect, DropTable | DropView | DropSchema):
        return "table-dropped"
    return kind


def _mending(change: DatabaseChange) -> Callable[[OwnedQuery], bool]:
    """Tell whether head no longer runs a query: it is gone, or what stands under its name works on head's schema.

    Where code is generated from queries, the same text may stand for other code: a star is spelt out anew.
    """
    texts = {(owner.component, " ".join(owner.query.text.split())): owner for owner in change.head.queries}
    named = {(owner.component, owner.query.name): owner for owner in change.head.queries}

    def mended(owner: OwnedQuery) -> bool:
        same = texts.get((owner.component, " ".join(owner.query.text.split())))
        if same is not None and not same.query.generated:
            return False
        now = same or named.get((owner.component, owner.query.name))
        return now is None or not resolved(now.query.query, change.after).problems

    return mended


def _assumed(change: DatabaseChange) -> Iterator[Breakage]:
    """Walk what vanishes under users whose queries nobody knows."""
    if change.base is None:
        return
    known = {owner.component for owner in change.base.queries}
    silent = (*sorted(change.base.users - known), *(STRANGERS if _is_open(change) else ()))
    if known and not silent:
        return
    for step in change.steps:
        for statement in step.migration.statements:
            for effect in statement.effects:
                lost = _lost(effect, change)
                if lost:
                    kind, table, column = lost
                    yield Breakage(change.name, kind, table, column, step, effect, (), assumed=silent)


def _is_open(change: DatabaseChange) -> bool:
    """Whether the manifest says that others than the estate's services use the database."""
    states = (change.base, change.head)
    return any(state is not None and state.declared is not None and state.declared.users == "open" for state in states)


def _lost(effect: Effect, change: DatabaseChange) -> tuple[Kind, Name, str] | None:
    """Say what an effect takes away that base has and head has not."""
    match effect:
        case DropColumn() | RenameColumn():
            kind: Kind = "column-dropped" if isinstance(effect, DropColumn) else "column-renamed"
            return _lost_column(kind, effect.table, effect.column, change)
        case DropTable():
            return _lost_table("table-dropped", effect.table, change)
        case DropView():
            return _lost_table("table-dropped", effect.view, change)
        case RenameRelation(kind="table" | "view" | "materialized view") | MoveRelation(kind="table" | "view"):
            return _lost_table("table-renamed", effect.name, change)
        case _:
            return None


def _lost_table(kind: Kind, name: Name, change: DatabaseChange) -> tuple[Kind, Name, str] | None:
    was = change.before.relation(name)
    return (kind, was.name, "") if was and change.after.relation(was.name) is None else None


def _lost_column(kind: Kind, table: Name, column: str, change: DatabaseChange) -> tuple[Kind, Name, str] | None:
    was, now = change.before.relation(table), change.after.relation(table)
    if was is None or now is None or was.columns is None or now.columns is None:
        return None
    had = any(one.name == column for one in was.columns)
    has = any(one.name == column for one in now.columns)
    replaced = kind == "column-renamed" and has and _comes_anew(was.name, column, change)
    return (kind, was.name, column) if had and (not has or replaced) else None


def _comes_anew(table: Name, column: str, change: DatabaseChange) -> bool:
    """Whether another column takes the name of a renamed one: who asks for it gets other values."""
    added = (
        effect
        for step in change.steps
        for statement in step.migration.statements
        for effect in statement.effects
        if isinstance(effect, AddColumn)
    )
    return any(_complete(one.table, change.before) == table and one.column.name == column for one in added)
