"""Loaded files become databases: histories are ordered and replayed, queries get their database and owner."""

from collections.abc import Iterable, Iterator, Mapping

from deploycheck.domains.database.catalogue.model import EMPTY
from deploycheck.domains.database.catalogue.replay import replay
from deploycheck.domains.database.loading import SqlFile
from deploycheck.domains.database.migrations.history import Migration, SourceFile, histories
from deploycheck.domains.database.model import Aside, DatabaseModel, DatabaseState, OwnedQuery, Step
from deploycheck.domains.database.names import words
from deploycheck.domains.database.queries.files import queries_of
from deploycheck.domains.database.recognise import ASIDE, MIGRATION, QUERY, SCHEMA, artefact, history_root
from deploycheck.domains.database.statement import Statement
from deploycheck.hooks import Linking
from deploycheck.model.change import LoadedFile
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, field, replace
from deploycheck.model.service import Estate

_GENERIC = words(
    """migrations migration migrate db database databases sql postgres postgresql pg schema schemas src internal pkg
    main resources app store storage data up scripts init initdb docker deploy assets"""
)


def link(linking: Linking) -> DatabaseModel:
    """Build the databases of a snapshot."""
    by_kind: dict[str, dict[str, LoadedFile]] = {MIGRATION: {}, SCHEMA: {}, QUERY: {}, ASIDE: {}}
    for path, file in sorted(linking.files.items()):
        if isinstance(file.facts, SqlFile):
            by_kind[artefact(file.claim)][path] = file
    homes = [*_from_migrations(by_kind[MIGRATION], linking.estate)]
    homes += _from_schemas(by_kind[SCHEMA], homes, linking.estate)
    for home in homes:
        home.state = replace(home.state, aside=tuple(_aside(home, by_kind[ASIDE])))
    databases = _named(homes, linking.estate)
    for name, declared in sorted(linking.estate.databases.items()):
        if name not in databases:
            databases[name] = DatabaseState(name, declared.location, declared=declared)
    databases = {name: replace(state, users=_users(name, linking.estate)) for name, state in databases.items()}
    databases = _with_queries(databases, homes, by_kind[QUERY], linking.estate)
    opaque = tuple(unknown for file in by_kind[QUERY].values() for unknown in file.facts.opaque)
    return DatabaseModel(databases, opaque)


def _aside(home: "_Home", files: Mapping[str, LoadedFile]) -> Iterator[Aside]:
    """Walk the files of a home that are written for other servers."""
    for path, file in files.items():
        if file.claim.role == home.role and (home.role or history_root(path) == home.root):
            yield Aside(path, file.facts.server, file.content_id)


def _users(name: str, estate: Estate) -> frozenset[str]:
    return frozenset(service.name for service in estate.services.values() if name in service.databases)


class _Home(Draft):
    """A folder that makes a database, before it has its name."""

    root: str
    state: DatabaseState
    role: str = ""
    services: frozenset[str] = field(default_factory=frozenset)


def _from_migrations(files: Mapping[str, LoadedFile], estate: Estate) -> Iterator[_Home]:
    sources = {path: SourceFile(file.facts, file.content_id) for path, file in files.items()}
    for history in histories(sources):
        if not history.migrations:
            continue
        first = files[history.migrations[0].path].claim
        steps = replay_history(history.migrations)
        opaque = tuple(unknown for step in steps for unknown in step.opaque)
        state = DatabaseState(
            name="",
            location=Location(history.migrations[-1].path),
            catalogue=steps[-1].after,
            steps=steps,
            service=first.service or estate.service_of(history.root),
            opaque=opaque,
        )
        yield _Home(history.root, state, first.role)


def replay_history(migrations: Iterable[Migration], start: Step | None = None) -> tuple[Step, ...]:
    """Replay migrations in order, after the state that `start` left."""
    catalogue = start.after if start else EMPTY
    steps = []
    for migration in migrations:
        replayed = replay(migration.statements, catalogue)
        steps.append(Step(migration, catalogue, replayed.catalogue, replayed.conflicts, replayed.opaque))
        catalogue = replayed.catalogue
    return tuple(steps)


def _from_schemas(files: Mapping[str, LoadedFile], homes: list[_Home], estate: Estate) -> Iterator[_Home]:
    """Give a database to each folder of schema files that has no migrations beside it."""
    groups: dict[tuple[str, str], list[LoadedFile]] = {}
    for path, file in files.items():
        folder = path.rpartition("/")[0]
        groups.setdefault((file.claim.role, "" if file.claim.role else folder), []).append(file)
    for (role, folder), group in sorted(groups.items()):
        if not role and any(_near(home.root, folder) for home in homes):
            continue
        statements: list[Statement] = [one for file in group for one in file.facts.statements]
        replayed = replay(statements)
        paths = tuple(file.claim.path for file in group)
        state = DatabaseState(
            name="",
            location=Location(paths[0]),
            catalogue=replayed.catalogue,
            declared_in=paths,
            service=group[0].claim.service or estate.service_of(paths[0]),
            opaque=replayed.opaque,
        )
        yield _Home(folder or paths[0].rpartition("/")[0], state, role)


def _near(root: str, folder: str) -> bool:
    """Whether a schema file lies beside, above or below a folder of migrations."""
    parent = root.rpartition("/")[0]
    outer = folder.rpartition("/")[0]
    return folder in {root, parent} or root.startswith(folder + "/") or (bool(outer) and outer == parent)


def _named(homes: list[_Home], estate: Estate) -> dict[str, DatabaseState]:
    found: dict[str, DatabaseState] = {}
    for home in homes:
        declared = estate.databases.get(home.role) if home.role else None
        name = declared.name if declared else _inferred_name(home, estate, found)
        state = replace(home.state, name=name, declared=declared)
        home.state = state
        found[name] = state
    return found


def _inferred_name(home: _Home, estate: Estate, taken: Mapping[str, object]) -> str:
    parts = [part for part in home.root.split("/") if part and part.lower() not in _GENERIC]
    name = parts[-1] if parts else home.state.service or "database"
    others = {*estate.services, *estate.clients, *estate.databases}
    if name in others:
        name = f"{name}-db"
    return name if name not in taken and name not in others else home.root or "database"


def _with_queries(
    databases: dict[str, DatabaseState], homes: list[_Home], files: Mapping[str, LoadedFile], estate: Estate
) -> dict[str, DatabaseState]:
    queries: dict[str, list[OwnedQuery]] = {}
    for path, file in files.items():
        name = file.claim.role or _database_for(path, databases, homes)
        if name in databases:
            owner = _owner(file, name, estate)
            queries.setdefault(name, []).extend(OwnedQuery(owner, query) for query in queries_of(file.facts))
    return {name: replace(state, queries=tuple(queries.get(name, ()))) for name, state in databases.items()}


def _database_for(path: str, databases: Mapping[str, DatabaseState], homes: list[_Home]) -> str:
    """Name the database that a query file asks: the only one, else the one whose folder is nearest, else none."""
    if len(databases) == 1:
        return next(iter(databases))
    nearness = sorted(((_shared(path, home.root), home.state.name) for home in homes), reverse=True)
    if not nearness or not nearness[0][0]:
        return ""
    best = [name for shared, name in nearness if shared == nearness[0][0]]
    return best[0] if len(best) == 1 else ""


def _shared(path: str, root: str) -> int:
    count = 0
    for left, right in zip(path.split("/")[:-1], root.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count


def _owner(file: LoadedFile, database: str, estate: Estate) -> str:
    """Name the component that runs a query file: its service, the only user of the database, or a stand-in."""
    if file.claim.service:
        return file.claim.service
    users = [service.name for service in estate.services.values() if database in service.databases]
    everybody = users or list(estate.services)
    return everybody[0] if len(everybody) == 1 else f"queries of {database}"
