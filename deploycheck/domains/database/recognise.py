"""Which files of a snapshot are migrations, queries or declared schemas."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from deploycheck.domains.database.migrations.conventions import is_migration_folder, migration_name
from deploycheck.domains.database.migrations.variants import COCKROACH, POSTGRESQL, judged, server_in_name
from deploycheck.domains.database.servers import server_of
from deploycheck.hooks import Listing
from deploycheck.model.change import Claim
from deploycheck.model.service import Database, Estate
from deploycheck.model.snapshot import UnreadableError

MIGRATION, QUERY, SCHEMA = "database:migration", "database:query", "database:schema"
ASIDE = "database:aside"
"""A migration or schema in the words of another server than the one that its folder is judged for."""

_SCHEMA_NAME = re.compile(r"(?:.*[._-])?(?:schema|structure|init|ddl|tables|dump)(?:[._-].*)?\.sql", re.IGNORECASE)
_QUERY_FOLDERS = frozenset({"query", "queries"})
_SCHEMA_FOLDERS = frozenset({"schema", "schemas"})
_CREATES = re.compile(rb"\bcreate\s+(?:unlogged\s+)?table\b", re.IGNORECASE)
_SAMPLE = 4
"""How many files of a folder are read to see for which server it is written."""
_MARKED = re.compile(rb"^\s*--\s*(?:\+goose|\+migrate|migrate:up)", re.MULTILINE)


def claims(listing: Listing, estate: Estate) -> Iterator[Claim]:
    """Claim first what the manifest names, then what looks like SQL of a database."""
    named: set[str] = set()
    for claim in _named(listing, estate):
        named.add(claim.path)
        yield claim
    alone = len(listing.paths) == 1
    candidates = (path for path in listing.ending(".sql") if path.endswith(".sql") and path not in named)
    found = {path: kind for path in candidates if (kind := _recognised(path, listing, alone=alone))}
    servers: dict[str, str] = {}
    aside: dict[str, str] = {}
    for root, paths in _roots(found).items():
        servers[root], beside = _server_at(paths, listing)
        aside |= beside
    for path, kind in found.items():
        server = aside.get(path) or (_nearest(path, servers) if kind == QUERY else servers.get(history_root(path), ""))
        what = ASIDE if path in aside else kind
        yield Claim(path, f"{what}@{server}" if server else what, estate.service_of(path))


def history_root(path: str) -> str:
    """Give the folder of the history that a file belongs to."""
    name = migration_name(path)
    return name.root if name else path.rpartition("/")[0]


def _roots(found: Mapping[str, str]) -> dict[str, list[str]]:
    """Group what makes a schema by the folder of its history."""
    roots: dict[str, list[str]] = {}
    for path, kind in found.items():
        if kind != QUERY:
            roots.setdefault(history_root(path), []).append(path)
    return roots


def _nearest(path: str, servers: Mapping[str, str]) -> str:
    """Name the server that a query file asks: that of the nearest schema; "" where the nearest ones differ."""
    shares = {root: _shared(path, root) for root in servers}
    most = max(shares.values(), default=0)
    found = {servers[root] for root, share in shares.items() if share == most}
    return found.pop() if len(found) == 1 else ""


def _shared(path: str, root: str) -> int:
    """Count the folders that both begin with."""
    pairs = zip(path.split("/")[:-1], root.split("/"), strict=False)
    return next(
        (number for number, (one, other) in enumerate(pairs) if one != other), min(path.count("/"), root.count("/") + 1)
    )


def _server_at(paths: Iterable[str], listing: Listing) -> tuple[str, dict[str, str]]:
    """Name the server that the files of a folder are judged for, "" for PostgreSQL, and those in words of others."""
    said = {path: _said(path) for path in paths}
    chosen = judged(said.values())
    plain = [path for path, server in said.items() if not server]
    if chosen == POSTGRESQL and chosen not in said.values():
        chosen = next((server for path in islice(plain, _SAMPLE) if (server := _written_for(path, listing))), "")
    aside = {path: server for path, server in said.items() if server not in {"", chosen or POSTGRESQL}}
    return "" if chosen in {POSTGRESQL, COCKROACH} else chosen, aside


def _said(path: str) -> str:
    """Give the server that a file's name says it is for, "" for any."""
    name = migration_name(path)
    return name.server if name else server_in_name(path.rpartition("/")[2])


def _written_for(path: str, listing: Listing) -> str:
    try:
        return server_of(path, listing.read(path))
    except UnreadableError:
        return ""


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
                said = _said(path) if path != place else ""
                what = f"{ASIDE}@{said}" if said not in {"", database.engine} else _kind(kind, database)
                yield Claim(path, what, estate.service_of(path), named=True, role=database.name)
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
    from deploycheck.domains.database.queries.files import is_annotated  # heavy, and of no use without SQL

    text = content.decode(errors="replace")
    if is_annotated(text) or folder.rpartition("/")[2].lower() in _QUERY_FOLDERS:
        return None if _CREATES.search(content) and not is_annotated(text) else QUERY
    declares = alone or _SCHEMA_NAME.fullmatch(base) or folder.rpartition("/")[2].lower() in _SCHEMA_FOLDERS
    return SCHEMA if declares and _CREATES.search(content) else None
