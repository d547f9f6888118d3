"""Files that say the same thing in the words of several servers, side by side in one folder.

`2024_name.postgres.up.sql` counts on PostgreSQL in place of `2024_name.up.sql`, as pop and its kin read them.
"""

import re
from collections import Counter
from collections.abc import Iterable

_SERVERS = {"postgres": "postgresql", "postgresql": "postgresql", "pg": "postgresql", "pgsql": "postgresql"}
_SERVERS |= {"cockroach": "cockroach", "cockroachdb": "cockroach", "crdb": "cockroach", "mysql": "mysql"}
_SERVERS |= {"mariadb": "mariadb", "sqlite": "sqlite", "sqlite3": "sqlite", "mssql": "mssql", "sqlserver": "mssql"}
_SERVERS |= {"oracle": "oracle", "clickhouse": "clickhouse"}
_BREAKS = re.compile(r"[._-]")
POSTGRESQL, COCKROACH = "postgresql", "cockroach"


def spoken_names() -> str:
    """Give the words for servers as the inside of a pattern, longest first."""
    return "|".join(sorted(_SERVERS, key=lambda word: (-len(word), word)))


def spoken(word: str) -> str:
    """Give the server that a word stands for, "" for none."""
    return _SERVERS.get(word.lower(), "")


def server_in_name(name: str) -> str:
    """Give the server that a part of a file's name stands for (`mysql_dump.sql`), "" for none or several."""
    found = {server for part in _BREAKS.split(name) if (server := spoken(part))}
    return found.pop() if len(found) == 1 else ""


def judged(servers: Iterable[str]) -> str:
    """Choose the server whose files of a folder count, from the servers that their names say, "" for any.

    PostgreSQL where it has files, or where there are files for any server; else the server with the most files.
    """
    counts = Counter(servers)
    if counts[POSTGRESQL] or counts[""]:
        return POSTGRESQL
    return min(counts, key=lambda server: (-counts[server], server), default="")
