"""What a change does to the databases: pending migrations, and the queries that they break."""

from collections.abc import Iterable, Iterator

from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.comparison import broken_by
from deploycheck.domains.database.culprits import culprit
from deploycheck.domains.database.effects import Effect
from deploycheck.domains.database.link import replay_history
from deploycheck.domains.database.migrations.history import Migration
from deploycheck.domains.database.model import Aside, DatabaseModel, DatabaseState, OwnedQuery, Step
from deploycheck.domains.database.queries.resolution import QueryProblem
from deploycheck.domains.database.schema_diff import schema_diff
from deploycheck.model.change import View
from deploycheck.model.location import Location
from deploycheck.model.record import Record, replace


class Broken(Record):
    """A query of one version that the schema of the other fails.

    `step` and `effect` are what did it, as far as that can be told.
    """

    owner: OwnedQuery
    problem: QueryProblem
    step: Step | None = None
    effect: Effect | None = None


class DatabaseChange(Record):
    """One database in a live version and in head.

    `steps` are the pending migrations, replayed on what live has. `broken` are live's queries on head's schema,
    `early` head's queries on live's schema. `edited` are migrations of live whose bytes changed, `missing` those that
    head no longer has, `late` pending ones that sort before one that live has. `aside` are new and changed files for
    other servers, which nobody compares.
    """

    name: str
    base: DatabaseState | None
    head: DatabaseState
    steps: tuple[Step, ...]
    broken: tuple[Broken, ...] = ()
    early: tuple[Broken, ...] = ()
    edited: tuple[tuple[Migration, Migration], ...] = ()
    missing: tuple[Migration, ...] = ()
    late: tuple[Migration, ...] = ()
    aside: tuple[Aside, ...] = ()

    @property
    def before(self) -> Catalogue:
        """The schema that is live."""
        return self.base.catalogue if self.base else Catalogue()

    @property
    def after(self) -> Catalogue:
        """The schema when all pending migrations have run."""
        return self.steps[-1].after if self.steps else self.before

    @property
    def service(self) -> str | None:
        """The service in whose folder the database lies."""
        return self.head.service


class DatabaseDiff(Record):
    """The databases that differ, by name."""

    databases: tuple[DatabaseChange, ...] = ()


def diff_databases(base: View, head: View) -> DatabaseDiff | None:
    """Compare the databases of a live version and head; None when nothing differs."""
    old: DatabaseModel = base.model("database") or DatabaseModel()
    new: DatabaseModel = head.model("database") or DatabaseModel()
    changes = tuple(_changes(old, new, head))
    return DatabaseDiff(changes) if changes else None


def _changes(old: DatabaseModel, new: DatabaseModel, head: View) -> Iterator[DatabaseChange]:
    for name, state in sorted(new.databases.items()):
        before = old.databases.get(name)
        if before != state:
            yield compare_states(before, state)
    _ = head


def compare_states(base: DatabaseState | None, head: DatabaseState) -> DatabaseChange:
    """Compare one database in two versions."""
    steps = pending_steps(base, head)
    known = set(base.aside) if base else set()
    change = DatabaseChange(
        head.name,
        base,
        head,
        steps,
        missing=_missing(base, head),
        edited=_edited(base, head),
        aside=tuple(one for one in head.aside if one not in known),
    )
    if base is None:
        return change
    return replace(
        change,
        broken=tuple(_broken(base.queries, change.before, change.after, steps)),
        early=tuple(_early(head.queries, change, steps)),
        late=_late(base, steps),
    )


def pending_steps(base: DatabaseState | None, head: DatabaseState) -> tuple[Step, ...]:
    """Replay what head has and base has not, on the schema of base."""
    if head.declared_in and not head.steps:
        return _declared(base, head)
    ran = {_identity(step.migration) for step in base.steps} if base else set()
    former = _former_names(base, head)
    fresh = [one for step in head.steps if former.get(_identity(one := step.migration), _identity(one)) not in ran]
    if base is None or not base.steps:
        return head.steps
    return replay_history(fresh, base.steps[-1])


def _declared(base: DatabaseState | None, head: DatabaseState) -> tuple[Step, ...]:
    before = base.catalogue if base else Catalogue()
    home = Location(head.declared_in[0])
    statements = schema_diff(before, head.catalogue, home)
    if not statements:
        return ()
    migration = Migration("schema", home.path, "plain", statements, title="schema", wrapped=False)
    return (Step(migration, before, head.catalogue, (), head.opaque),)


_BY_VERSION = frozenset({"golang-migrate", "goose", "dbmate", "diesel"})
Identity = tuple[object, ...]


def _identity(migration: Migration) -> Identity:
    """Tell migrations apart as tools do: by version; a repeatable one runs again when its text changes."""
    return (migration.title, migration.content) if migration.repeatable else (migration.key, migration.title)


def _former_names(base: DatabaseState | None, head: DatabaseState) -> dict[Identity, Identity]:
    """Say which migrations of head only have another title than the one of base with their version.

    Most tools write down versions alone.
    """
    if base is None:
        return {}
    old, new = _alone(base), _alone(head)
    return {_identity(new[key]): _identity(old[key]) for key in old.keys() & new.keys()}


def _alone(state: DatabaseState) -> dict[tuple[int, ...], Migration]:
    """Give the migrations that a tool knows by their version, where no other has the same."""
    found: dict[tuple[int, ...], list[Migration]] = {}
    for step in state.steps:
        found.setdefault(step.migration.key, []).append(step.migration)
    return {key: one for key, (one, *more) in found.items() if not more and one.framework in _BY_VERSION}


def _missing(base: DatabaseState | None, head: DatabaseState) -> tuple[Migration, ...]:
    if base is None or (head.declared_in and not head.steps):
        return ()
    former = _former_names(base, head)
    kept = {former.get(_identity(step.migration), _identity(step.migration)) for step in head.steps}
    gone = (step.migration for step in base.steps if not step.migration.repeatable)
    return tuple(migration for migration in gone if _identity(migration) not in kept)


def _edited(base: DatabaseState | None, head: DatabaseState) -> tuple[tuple[Migration, Migration], ...]:
    was = {_identity(step.migration): step.migration for step in base.steps} if base else {}
    former = _former_names(base, head)
    pairs = ((was.get(former.get(_identity(one := step.migration), _identity(one))), one) for step in head.steps)
    return tuple((old, new) for old, new in pairs if old and not new.repeatable and _text(old) != _text(new))


def _text(migration: Migration) -> tuple[str, ...]:
    """Give what a migration says; comments and blanks between statements don't matter."""
    return tuple(statement.text for statement in migration.statements)


def _late(base: DatabaseState, steps: Iterable[Step]) -> tuple[Migration, ...]:
    newest = max((step.migration.key for step in base.steps if not step.migration.repeatable), default=())
    return tuple(step.migration for step in steps if step.migration.key and step.migration.key < newest)


def _broken(
    queries: Iterable[OwnedQuery], before: Catalogue, after: Catalogue, steps: tuple[Step, ...]
) -> Iterator[Broken]:
    if not steps:
        return
    for owner in queries:
        for problem in broken_by(owner.query, before, after):
            step = _responsible(owner, problem, before, steps)
            yield Broken(owner, problem, step, culprit(problem, step) if step else None)


def _responsible(owner: OwnedQuery, problem: QueryProblem, before: Catalogue, steps: tuple[Step, ...]) -> Step | None:
    """Find the step from which on the problem is there."""
    found = None
    for step in steps:
        there = any(_same(problem, other) for other in broken_by(owner.query, before, step.after))
        found = (found or step) if there else None
    return found or steps[-1]


def _same(one: QueryProblem, other: QueryProblem) -> bool:
    return (one.kind, one.column, one.at, one.table) == (other.kind, other.column, other.at, other.table)


def _early(queries: Iterable[OwnedQuery], change: DatabaseChange, steps: tuple[Step, ...]) -> Iterator[Broken]:
    if not steps:
        return
    for owner in queries:
        for problem in broken_by(owner.query, change.after, change.before):
            yield Broken(owner, problem, _bringing(owner, problem, change.after, steps))


def _bringing(owner: OwnedQuery, problem: QueryProblem, after: Catalogue, steps: tuple[Step, ...]) -> Step:
    """Find the first step after which the problem is gone."""
    found = (
        step for step in steps if not any(_same(problem, one) for one in broken_by(owner.query, after, step.after))
    )
    return next(found, steps[-1])
