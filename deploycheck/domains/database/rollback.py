"""Down migrations replayed: whether they work, and whether they lead back."""

from collections.abc import Iterator

from deploycheck.domains.database.catalogue.replay import Conflict, replay
from deploycheck.domains.database.diff import DatabaseChange
from deploycheck.domains.database.effects import Opaque
from deploycheck.domains.database.model import Step
from deploycheck.domains.database.schema_diff import schema_diff
from deploycheck.domains.database.statement import Statement
from deploycheck.model.location import Location
from deploycheck.model.record import Record


class Rollback(Record):
    """The down side of a pending migration.

    `conflicts` are its statements that do not fit what the up side left, `opaque` those that were not understood.
    `missing` are the statements that would still be needed to have the schema from before; it is empty where something
    on the way was not understood.
    """

    step: Step
    conflicts: tuple[Conflict, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    missing: tuple[Statement, ...] = ()

    @property
    def location(self) -> Location:
        """Its first statement, else the migration."""
        down = self.step.migration.down
        return down[0].at if down else self.step.migration.location


def rollbacks_of(change: DatabaseChange) -> Iterator[Rollback]:
    """Replay the down side of each pending migration on the schema that its up side leaves; none for new databases."""
    if change.base is None:
        return
    for step in change.steps:
        if step.migration.down is not None and not step.conflicts:
            yield _rollback(step)


def _rollback(step: Step) -> Rollback:
    done = replay(step.migration.down or (), step.after)
    doubtful = done.opaque or step.opaque or done.conflicts
    missing = () if doubtful else schema_diff(done.catalogue, step.before, step.migration.location)
    certain = tuple(one for one in missing if not any(isinstance(effect, Opaque) for effect in one.effects))
    return Rollback(step, done.conflicts, done.opaque, certain)
