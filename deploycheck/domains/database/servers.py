"""For which server a file of SQL is written."""

import re

from deploycheck.model.change import Claim

_POSTGRESQL = frozenset({"postgresql", "postgres"})
_OTHER_SERVERS = frozenset(
    {"mysql", "mariadb", "sqlite", "sqlite3", "mssql", "sqlserver", "oracle", "clickhouse", "h2"}
)
_LINE_COMMENT = re.compile(rb"--[^\r\n]*")
_FOREIGN = (
    (
        re.compile(
            rb"\bengine\s*=\s*innodb|\bon\s+duplicate\s+key\b|\bauto_increment\b|^\s*delimiter\s|create\s+table\s+[^(;]*`",
            re.IGNORECASE | re.MULTILINE,
        ),
        "mysql",
    ),
    (re.compile(rb"\bautoincrement\b|^\s*pragma\s+\w", re.IGNORECASE | re.MULTILINE), "sqlite"),
    (re.compile(rb"\bidentity\s*\(\s*\d+\s*,|^\s*go\s*$|\bnvarchar\b", re.IGNORECASE | re.MULTILINE), "mssql"),
    (re.compile(rb"\bengine\s*=\s*\w*mergetree", re.IGNORECASE), "clickhouse"),
)


def server_of(path: str, content: bytes) -> str:
    """Name the server when it is not PostgreSQL: by the folders of the path, then by words that only one knows."""
    for part in path.lower().split("/")[:-1]:
        if part in _OTHER_SERVERS:
            return part
    code = _LINE_COMMENT.sub(b"", content)
    return next((name for pattern, name in _FOREIGN if pattern.search(code)), "")


def other_server(claim: Claim, content: bytes) -> str:
    """Name the server that a claimed file is written for when it is not PostgreSQL, else "".

    What the claim says (the manifest, or the other files of its folder) counts before the file itself.
    """
    said = claim.kind.partition("@")[2]
    if said:
        return "" if said in _POSTGRESQL else said
    return server_of(claim.path, content)
