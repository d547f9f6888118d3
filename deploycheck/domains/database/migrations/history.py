"""Files become an ordered history of migrations."""

from collections.abc import Iterable, Iterator, Mapping

from deploycheck.domains.database.effects import Transaction
from deploycheck.domains.database.loading import SqlFile
from deploycheck.domains.database.migrations.conventions import Framework, MigrationName, migration_name
from deploycheck.domains.database.splitter import Section
from deploycheck.domains.database.statement import Statement
from deploycheck.model.location import Location
from deploycheck.model.record import Draft, Record, field

_ONE_TRANSACTION = frozenset({"goose", "dbmate", "flyway", "diesel"})


class Migration(Record):
    """One migration: what it does on its way up and, where that is known, down.

    `content` identifies its bytes; `wrapped` says that the tool runs it in one transaction; `server` names the server
    that it is written for, "" for PostgreSQL.
    """

    version: str
    path: str
    framework: Framework
    statements: tuple[Statement, ...]
    down: tuple[Statement, ...] | None = None
    title: str = ""
    content: str = ""
    wrapped: bool = True
    key: tuple[int, ...] = ()
    repeatable: bool = False
    server: str = ""

    @property
    def location(self) -> Location:
        """Its file, at the first statement."""
        return self.statements[0].at if self.statements else Location(self.path)

    @property
    def transactions(self) -> tuple[tuple[Statement, ...], ...]:
        """Its statements as the server commits them."""
        return tuple(_transactions(self.statements, wrapped=self.wrapped))

    @property
    def atomic(self) -> bool:
        """Whether nobody sees a state between its statements."""
        return len(self.transactions) <= 1


def _transactions(statements: Iterable[Statement], *, wrapped: bool) -> Iterator[tuple[Statement, ...]]:
    """Group statements; an explicit BEGIN or COMMIT beats what the tool does."""
    group: list[Statement] = []
    inside = wrapped
    for statement in statements:
        kinds = [effect.kind for effect in statement.effects if isinstance(effect, Transaction)]
        if "begin" in kinds or "commit" in kinds or "rollback" in kinds:
            if group:
                yield tuple(group)
            group = []
            inside = "begin" in kinds
            continue
        group.append(statement)
        if not inside:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


class History(Record):
    """All migrations of one folder, in the order in which they run."""

    root: str
    migrations: tuple[Migration, ...] = ()
    duplicates: tuple[tuple[Migration, Migration], ...] = ()

    def __iter__(self) -> Iterator[Migration]:
        return iter(self.migrations)


class SourceFile(Record):
    """A loaded migration file with the identity of its bytes."""

    file: SqlFile
    content: str = field(default="")


class _Entry(Draft):
    name: MigrationName
    up: SqlFile | None = None
    down: SqlFile | None = None
    content: str = ""
    own_down: bool = False

    def take(self, name: MigrationName, source: SourceFile) -> None:
        """Take a file; one for the server that is judged counts before one for any."""
        if name.direction == "down":
            if not self.own_down:
                self.down, self.own_down = source.file, bool(name.server)
        elif self.up is None or not self.name.server:
            self.up, self.content, self.name = source.file, source.content, name


def history_of(root: str, files: Iterable[SourceFile]) -> History:
    """Order the migration files of one folder; files that follow no convention are left out."""
    entries: dict[tuple[tuple[int, ...], str], _Entry] = {}
    for source in sorted(files, key=lambda one: one.file.path):
        name = migration_name(source.file.path)
        if name is None:
            continue
        entry = entries.setdefault((name.key, name.title), _Entry(name))
        entry.take(name, source)
    ordered = [entry for _, entry in sorted(entries.items(), key=lambda item: (item[0][0], item[0][1]))]
    migrations = tuple(_migration(entry, entry.up) for entry in ordered if entry.up)
    return History(root, migrations, tuple(_duplicates(migrations)))


def _duplicates(migrations: Iterable[Migration]) -> Iterator[tuple[Migration, Migration]]:
    seen: dict[tuple[int, ...], Migration] = {}
    for migration in migrations:
        if migration.key in seen and not migration.repeatable:
            yield seen[migration.key], migration
        seen[migration.key] = migration


def _migration(entry: _Entry, up: SqlFile) -> Migration:
    framework = _framework(entry.name, up)
    statements = tuple(s for s in up.statements if not up.marked or s.section == "up")
    down = entry.down.statements if entry.down else None
    if up.marked:
        down = tuple(s for s in up.statements if s.section == "down") or None
    return Migration(
        version=entry.name.version,
        path=up.path,
        framework=framework,
        statements=statements,
        down=down,
        title=entry.name.title,
        content=entry.content,
        wrapped=not entry.name.autocommit and _wrapped(framework, up, statements),
        key=entry.name.key,
        repeatable=entry.name.direction == "repeatable",
        server=up.server,
    )


def _framework(name: MigrationName, file: SqlFile) -> Framework:
    if name.framework != "plain" or not file.marked:
        return name.framework
    markers = " ".join(comment for statement in file.statements for comment in statement.comments)
    return "dbmate" if "migrate:up" in markers or "migrate:down" in markers else "goose"


def _wrapped(framework: Framework, file: SqlFile, statements: tuple[Statement, ...]) -> bool:
    """Whether the tool, or the protocol, runs the file as one transaction.

    golang-migrate and Prisma send a file in one message, which the server takes as one transaction; psql, which plain
    folders are mostly run with, commits each statement.
    """
    opted_out: set[Section] = {"", "up"}
    if file.no_transaction & opted_out or "no-transaction" in _first_comment(statements):
        return False
    if framework in {"golang-migrate", "prisma"}:
        return len(statements) > 1
    return framework in _ONE_TRANSACTION


def _first_comment(statements: tuple[Statement, ...]) -> str:
    return " ".join(statements[0].comments[:1]) if statements else ""


def histories(files: Mapping[str, SourceFile]) -> tuple[History, ...]:
    """Group migration files by the folder of their history."""
    groups: dict[str, list[SourceFile]] = {}
    for path, source in sorted(files.items()):
        name = migration_name(path)
        if name:
            groups.setdefault(name.root, []).append(source)
    return tuple(history_of(root, sources) for root, sources in sorted(groups.items()))
