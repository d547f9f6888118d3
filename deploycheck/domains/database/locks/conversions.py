"""Which type changes PostgreSQL makes without touching rows."""

from deploycheck.domains.database.datatypes import DataType
from deploycheck.domains.database.effects import Expression

_TEXTUAL = frozenset({"varchar", "text"})
_TIMES = frozenset({"time", "timetz", "timestamp", "timestamptz", "interval"})
_UTC_ONLY = {("timestamp", "timestamptz"), ("timestamptz", "timestamp")}
_CHEAP = frozenset({("cidr", "inet")})


def rewrites(old: DataType, new: DataType, using: Expression | None, column: str) -> bool:
    """Whether `ALTER COLUMN TYPE` from `old` to `new` writes every row anew."""
    if using is not None and not _only_casts(using, column):
        return True
    if old == new:
        return False
    if old.dimensions != new.dimensions:
        return True
    return not _coercible(old, new)


def depends_on_timezone(old: DataType, new: DataType) -> bool:
    """Whether the rewrite is left out when the session's TimeZone is UTC (PostgreSQL 12 and newer)."""
    return (old.name.name, new.name.name) in _UTC_ONLY


def _only_casts(using: Expression, column: str) -> bool:
    return using.text == column or using.text.startswith(f"{column}::")


def _coercible(old: DataType, new: DataType) -> bool:
    before, after = old.name.name, new.name.name
    if (before, after) in _CHEAP:
        return True
    if before in _TEXTUAL and after in _TEXTUAL:
        return not new.modifiers or (before == "varchar" and _wider(old, new))
    if before != after:
        return False
    if before == "numeric":
        return not new.modifiers or (
            bool(old.modifiers) and old.modifiers[1:] == new.modifiers[1:] and _wider(old, new)
        )
    if before == "varbit" or before in _TIMES:
        return not new.modifiers or (bool(old.modifiers) and _wider(old, new))
    return False


def _wider(old: DataType, new: DataType) -> bool:
    if not old.modifiers or not new.modifiers:
        return not new.modifiers
    first, second = old.modifiers[0], new.modifiers[0]
    return first.isdigit() and second.isdigit() and int(first) <= int(second)
