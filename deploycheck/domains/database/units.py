"""Pending migrations as units: which of them are one step, and what the schema is before and after it."""

from collections.abc import Iterator

from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.diff import pending_steps
from deploycheck.domains.database.migrations.history import Migration
from deploycheck.domains.database.model import DatabaseModel, DatabaseState, Step
from deploycheck.hooks import Sight
from deploycheck.model.record import Record


class Unit(Record):
    """Migrations that one deployable step runs; `previous` is the unit that must run before it, "" for the first."""

    name: str
    database: str
    steps: tuple[Step, ...]
    previous: str = ""

    @property
    def before(self) -> Catalogue:
        """The schema before it runs."""
        return self.steps[0].before

    @property
    def after(self) -> Catalogue:
        """The schema after it ran."""
        return self.steps[-1].after

    @property
    def atomic(self) -> bool:
        """Whether nobody can see a state between its statements."""
        return len(self.steps) == 1 and self.steps[0].migration.atomic


def models(sight: Sight) -> dict[str, DatabaseModel]:
    """Give the model of every version."""
    return {label: model or DatabaseModel() for label, (_, model) in sight.versions.items()}


def live_state(name: str, sight: Sight, known: dict[str, DatabaseModel]) -> DatabaseState | None:
    """Give the database as it runs now: base's, else that of the first live version that has it."""
    return next((known[label].databases[name] for label in sight.live if name in known[label].databases), None)


def units(sight: Sight) -> Iterator[Unit]:
    """Walk the units of all databases, in the order in which their migrations run."""
    known = models(sight)
    for name, head in sorted(known[sight.head].databases.items()):
        steps = pending_steps(live_state(name, sight, known), head)
        if not steps:
            continue
        one_by_one = head.apply == "one-by-one" and live_state(name, sight, known) is not None
        groups = [(step,) for step in steps] if one_by_one else [steps]
        previous, taken = "", set[str]()
        for group in groups:
            unit = Unit(_unit_name(name, group, taken), name, group, previous)
            taken.add(unit.name)
            previous = unit.name
            yield unit


def _unit_name(database: str, steps: tuple[Step, ...], taken: set[str]) -> str:
    first, last = steps[0].migration, steps[-1].migration
    shown = first.version if first is last else f"{first.version}..{last.version}"
    name = f"{database}/{shown}"
    return name if name not in taken else _longer(name, first, taken)


def _longer(name: str, migration: Migration, taken: set[str]) -> str:
    """Tell migrations of the same version apart."""
    name = f"{name}-{migration.title}"
    return name if name not in taken else f"{name}-{len(taken) + 1}"
