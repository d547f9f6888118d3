"""What file names say about migrations, framework by framework."""

import re
from typing import Literal

from deploycheck.domains.database.migrations.variants import spoken, spoken_names
from deploycheck.model.record import Record, replace

Framework = Literal["golang-migrate", "goose", "dbmate", "flyway", "diesel", "prisma", "plain"]
Direction = Literal["up", "down", "both", "repeatable"]

_UP_DOWN = re.compile(
    r"[Vv]?(\d+)(?:[._](.*?))??((?:\.(?:autocommit|all|@))*)\.(up|down)\.sql".replace("@", spoken_names())
)
_FLYWAY = re.compile(r"([VUB])(\d+(?:[._]\d+)*)__(.+)\.sql")
_REPEATABLE = re.compile(r"R__(.+)\.sql")
_FOLDER = re.compile(r"(\d[\d-]*)(?:_|-)(.*)")
_NUMBERED = re.compile(r"(\d+)(?:[_.-](.*))?\.sql")
_MIGRATION_FOLDER = re.compile(
    r"(?:^|[_-])(?:db-?)?migrat(?:e|ion|ions|or)?(?:s)?(?:$|[_-])|^(?:changelogs?|flyway|goose|drizzle)$"
)
_RELEASE = re.compile(r"v?\d+(?:\.\d+)+")
_LAST = 10**18
_TIMESTAMP = 14


class MigrationName(Record):
    """What the path of a migration says.

    `root` is the folder of the whole history; `key` sorts its migrations. `server` is the one that the name says it is
    for, "" when it is for any; `autocommit` that the tool runs it outside of a transaction.
    """

    framework: Framework
    root: str
    version: str
    key: tuple[int, ...]
    direction: Direction
    title: str = ""
    server: str = ""
    autocommit: bool = False


def migration_name(path: str) -> MigrationName | None:
    """Read a path as that of a migration; None when no convention fits."""
    folder, _, name = path.rpartition("/")
    simple = _up_down(folder, name)
    return _flyway(folder, name) or simple or _in_own_folder(folder, name) or _of_release(_numbered(folder, name))


def _of_release(found: MigrationName | None) -> MigrationName | None:
    """Take `0.31/02__name.sql` as a migration of the history that all folders named for releases make."""
    root, _, release = found.root.rpartition("/") if found else ("", "", "")
    if not found or not _RELEASE.fullmatch(release):
        return found
    key = (*(int(part) for part in release.removeprefix("v").split(".")), *found.key)
    return replace(found, root=root, version=f"{release}/{found.version}", key=key)


def _flyway(folder: str, name: str) -> MigrationName | None:
    found = _FLYWAY.fullmatch(name)
    if found:
        kind, version, title = found.groups()
        key = tuple(int(part) for part in re.split(r"[._]", version))
        return MigrationName("flyway", folder, version, key, "down" if kind == "U" else "up", title)
    repeatable = _REPEATABLE.fullmatch(name)
    if repeatable:
        return MigrationName("flyway", folder, "R", (_LAST,), "repeatable", repeatable.group(1))
    return None


def _up_down(folder: str, name: str) -> MigrationName | None:
    found = _UP_DOWN.fullmatch(name)
    if not found:
        return None
    version, title, marks, direction = found.groups()
    said = marks.split(".")[1:]
    return MigrationName(
        "golang-migrate",
        folder,
        version,
        (int(version),),
        "up" if direction == "up" else "down",
        title or "",
        next((spoken(mark) for mark in said if spoken(mark)), ""),
        "autocommit" in said,
    )


def _in_own_folder(folder: str, name: str) -> MigrationName | None:
    """Read `20240306104706_name/up.sql` (diesel, sqlx) and `.../migration.sql` (Prisma)."""
    root, _, own = folder.rpartition("/")
    found = _FOLDER.fullmatch(own)
    if not found or name not in {"up.sql", "down.sql", "migration.sql"}:
        return None
    version, title = found.groups()
    digits = version.replace("-", "")
    key = (int(digits[:_TIMESTAMP]), int(digits[_TIMESTAMP:] or 0))
    if name == "migration.sql":
        return MigrationName("prisma", root, version, key, "up", title)
    return MigrationName("diesel", root, version.strip("-"), key, "up" if name == "up.sql" else "down", title)


def _numbered(folder: str, name: str) -> MigrationName | None:
    found = _NUMBERED.fullmatch(name)
    if not found:
        return None
    version, title = found.groups()
    return MigrationName("plain", folder, version, (int(version),), "both", title or "")


def is_migration_folder(folder: str) -> bool:
    """Whether a folder's path says that numbered files in it are migrations."""
    return any(_MIGRATION_FOLDER.search(part.lower()) for part in folder.split("/"))
