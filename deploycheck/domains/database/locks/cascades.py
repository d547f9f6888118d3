"""Which views a CASCADE takes along."""

from collections.abc import Iterator

from deploycheck.domains.database.catalogue.model import Catalogue
from deploycheck.domains.database.locks.model import Lock
from deploycheck.domains.database.names import Name


def view_locks(before: Catalogue, relation: Name, column: str = "") -> Iterator[Lock]:
    """Walk the locks on the views that go with a relation, or with one of its columns, and on theirs in turn."""
    seen: set[Name] = set()
    waiting = [(relation, column)]
    while waiting:
        name, wanted = waiting.pop()
        for view in before.views.values():
            if view.name not in seen and any(table == name and wanted in {"", part} for table, part in view.reads):
                seen.add(view.name)
                waiting.append((view.name, ""))
    for name in sorted(seen):
        yield Lock(name, "AccessExclusiveLock")
