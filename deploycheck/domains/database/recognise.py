"""Which files of a snapshot are migrations, queries or declared schemas."""

import re
from collections.abc import Iterable, Iterator

from deploycheck.domains.database.migrations.conventions import is_migration_folder, migration_name
from deploycheck.domains.database.queries.files import is_annotated
from deploycheck.hooks import Listing
from deploycheck.model.change import Claim
from deploycheck.model.service import Database, Estate
from deploycheck.model.snapshot import UnreadableError

MIGRATION, QUERY, SCHEMA = "database:migration", "database:query", "database:schema"

_SCHEMA_NAME = re.compile(r"(?:.*[._-])?(?:schema|structure|init|ddl|tables|dump)(?:[._-].*)?\.sql", re.IGNORECASE)
_QUERY_FOLDERS = frozenset({"query", "queries"})
_CREATES = re.compile(rb"\bcreate\s+(?:unlogged\s+)?table\b", re.IGNORECASE)
_MARKED = re.compile(rb"^\s*--\s*(?:\+goose|\+migrate|migrate:up)", re.MULTILINE)
_POSTGRESQL = frozenset({"postgresql", "postgres"})
_OTHER_SERVERS = frozenset(
    {"mysql", "mariadb", "sqlite", "sqlite3", "mssql", "sqlserver", "oracle", "clickhouse", "h2"}
)
_FOREIGN = (
    (
        re.compile(
            rb"\bengine\s*=\s*innodb|\bauto_increment\b|^\s*delimiter\s|create\s+table\s+[^(;]*`",
            re.IGNORECASE | re.MULTILINE,
        ),
        "mysql",
    ),
    (re.compile(rb"\bautoincrement\b|^\s*pragma\s+\w", re.IGNORECASE | re.MULTILINE), "sqlite"),
    (re.compile(rb"\bidentity\s*\(\s*\d+\s*,|^\s*go\s*$|\bnvarchar\b", re.IGNORECASE | re.MULTILINE), "mssql"),
    (re.compile(rb"\bengine\s*=\s*\w*mergetree", re.IGNORECASE), "clickhouse"),
)


def claims(listing: Listing, estate: Estate) -> Iterator[Claim]:
    """Claim first what the manifest names, then what looks like SQL of a database."""
    named: set[str] = set()
    for claim in _named(listing, estate):
        named.add(claim.path)
        yield claim
    alone = len(listing.paths) == 1
    for path in listing.paths:
        if path.endswith(".sql") and path not in named:
            kind = _recognised(path, listing, alone=alone)
            if kind:
                yield Claim(path, kind, estate.service_of(path))


def _named(listing: Listing, estate: Estate) -> Iterator[Claim]:
    for database in estate.databases.values():
        yield from _of_database(database, listing, estate)
    for service in estate.services.values():
        for database_name, paths in service.queries.items():
            for path in _files(paths, listing):
                known = estate.databases.get(database_name)
                yield Claim(path, _kind(QUERY, known), service.name, named=True, role=database_name)


def _of_database(database: Database, listing: Listing, estate: Estate) -> Iterator[Claim]:
    kinds = ((database.migrations, MIGRATION), (database.schema, SCHEMA))
    for place, kind in kinds:
        for path in _files([place] if place is not None else [], listing):
            if kind == SCHEMA or migration_name(path) or path == place:
                yield Claim(path, _kind(kind, database), estate.service_of(path), named=True, role=database.name)
    for path in _files(database.queries, listing):
        yield Claim(path, _kind(QUERY, database), estate.service_of(path), named=True, role=database.name)


def _kind(kind: str, database: Database | None) -> str:
    """Give the kind of a claim, with the server where the manifest names one."""
    return f"{kind}@{database.engine}" if database else kind


def artefact(claim: Claim) -> str:
    """Give the kind of a claim without its server."""
    return claim.kind.partition("@")[0]


def _files(places: Iterable[str], listing: Listing) -> Iterator[str]:
    """Walk the SQL files that places name; a place that is no folder is named itself, whatever it is."""
    for place in places:
        prefix = place.rstrip("/") + "/" if place not in {"", "."} else ""
        below = [path for path in listing.entries if path.startswith(prefix) and path.endswith(".sql")]
        yield from below if below and place not in listing.entries else [place]


def _recognised(path: str, listing: Listing, *, alone: bool) -> str | None:
    """Give the kind of a file; one that is all there is may have any name."""
    name = migration_name(path)
    folder, _, base = path.rpartition("/")
    if name and (name.framework != "plain" or is_migration_folder(folder)):
        return MIGRATION
    try:
        content = listing.read(path)
    except UnreadableError:
        return None
    if name and _MARKED.search(content):
        return MIGRATION
    text = content.decode(errors="replace")
    if is_annotated(text) or folder.rpartition("/")[2].lower() in _QUERY_FOLDERS:
        return None if _CREATES.search(content) and not is_annotated(text) else QUERY
    return SCHEMA if (alone or _SCHEMA_NAME.fullmatch(base)) and _CREATES.search(content) else None


def other_server(claim: Claim, content: bytes) -> str:
    """Name the server that a file is written for when it is not PostgreSQL, else "".

    What the manifest says counts first, then folders of the path, then words that only one server knows.
    """
    declared = claim.kind.partition("@")[2]
    if declared:
        return "" if declared in _POSTGRESQL else declared
    path = claim.path
    for part in path.lower().split("/")[:-1]:
        if part in _OTHER_SERVERS:
            return part
    found = (name for pattern, name in _FOREIGN if pattern.search(content))
    return next(found, "")
