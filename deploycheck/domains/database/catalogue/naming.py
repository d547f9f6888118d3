"""The names that the server gives to constraints and indexes without one."""

import re
from collections.abc import Collection

from deploycheck.domains.database.effects import Constraint
from deploycheck.domains.database.names import LONGEST, truncated

_CALL = re.compile(r"(?:\w+\.)?(\w+)\(")
_CAST = re.compile(r"(?:\w+\.)?(\w+)(?:::|\Z)")
_LABELS = {"unique": "key", "foreign key": "fkey", "check": "check", "exclude": "excl"}


def constraint_name(table: str, constraint: Constraint, taken: Collection[str]) -> str:
    """Choose the name of a constraint of `table` as PostgreSQL does."""
    if constraint.kind == "primary key":
        return _free(table, "", "pkey", taken)
    columns = constraint.columns
    if constraint.kind == "check":
        columns = columns if len(columns) == 1 else ()
    return _free(table, "_".join(columns), _LABELS[constraint.kind], taken)


def index_name(table: str, keys: tuple[str, ...], expressions: tuple[int, ...], taken: Collection[str]) -> str:
    """Choose the name of an index of `table` as PostgreSQL does."""
    parts = [_expression_name(key) if position in expressions else key for position, key in enumerate(keys)]
    return _free(table, "_".join(parts), "idx", taken)


def sequence_name(table: str, column: str, taken: Collection[str]) -> str:
    """Choose the name of the sequence behind a serial column."""
    return _free(table, column, "seq", taken)


def _expression_name(expression: str) -> str:
    call = _CALL.match(expression)
    if call:
        return call.group(1).lower()
    cast = _CAST.match(expression)
    return cast.group(1) if cast else "expr"


def _free(first: str, second: str, label: str, taken: Collection[str]) -> str:
    name = _joined(first, second, label)
    number = 0
    while name in taken:
        number += 1
        name = _joined(first, second, f"{label}{number}")
    return name


def _joined(first: str, second: str, label: str) -> str:
    """Join name parts, the longer part cut until 63 bytes suffice (makeObjectName)."""
    room = LONGEST - len(label.encode()) - 1 - (1 if second else 0)
    while len(first.encode()) + len(second.encode()) > room:
        if len(first.encode()) > len(second.encode()):
            first = first[:-1]
        else:
            second = second[:-1]
    return truncated("_".join(part for part in (first, second, label) if part))
