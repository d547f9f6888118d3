"""Migrations in the words of servers that a database is not judged for."""

from deploycheck.api import DatabaseChange, Finding, Findings, Impact, Location, Usage, rule

_NAMES = {"postgresql": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB", "sqlite": "SQLite"}
_NAMES |= {"cockroach": "CockroachDB", "mssql": "SQL Server", "oracle": "Oracle", "clickhouse": "ClickHouse"}


@rule("other-server-not-analysed", severity="warning", since="0.1")
def other_server_not_analysed(database_change: DatabaseChange) -> Findings:
    """A folder holds the same migrations in the words of several servers, and those of the others changed, too.

    One server is judged: PostgreSQL where it has files, else the one with the most of them.

    ## Why it breaks
    What the files for the other servers do to tables, queries and locks there was not compared, so that silence about
    them proves nothing.

    ## Do this instead
    Try them on those servers. If the database that matters to you is another one, say `engine: mysql` (or the like)
    under `databases:` in deploycheck.yaml; files for servers that you do not run can be excluded.
    """
    aside = database_change.aside
    if not aside:
        return
    servers = [_NAMES.get(server, server) for server in sorted({one.server for one in aside})]
    named = " and ".join([*([", ".join(servers[:-1])] if servers[1:] else []), servers[-1]])
    engine = database_change.head.engine
    judged = _NAMES.get(engine, engine)
    first = min(aside, key=lambda one: (one.path.endswith(".down.sql"), one.path))
    files = f"{len(aside)} files of {database_change.name} are" if aside[1:] else f"{first.path} is"
    yield Finding(
        f"{files} for {named} and {'were' if aside[1:] else 'was'} not compared; this database is judged as {judged}",
        at=Location(first.path, 1, 1),
        subject=database_change.name,
        impact=Impact.UNKNOWN,
        usage=Usage.ASSUMED,
        service=database_change.service,
        change=" ".join(one.content for one in aside),
    )
