"""Which names an expression uses. Walks trees of any depth without recursion, sub-queries apart."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from deploycheck.domains.database.names import Name
from deploycheck.domains.database.postgres.nodes import Node, Places, name_of, strings
from deploycheck.domains.database.postgres.types import type_of
from deploycheck.domains.database.queries.model import Call, ColumnRef, Nested, Ref, Refs, Star, TypeUse

if TYPE_CHECKING:
    from deploycheck.domains.database.postgres.selects import QueryReader

_NAMED_PARAMETER = frozenset({"arg", "narg", "slice"})
_SKIPPED = frozenset({"location", "kind", "name", "funcname"})


def references(nodes: Iterable[Node | None], reader: "QueryReader") -> Refs:
    """Give all names that the expressions use; sub-queries are read by `reader`."""
    return tuple(_walk([node for node in nodes if node], reader))


def _walk(roots: list[Any], reader: "QueryReader") -> Iterator[Ref]:
    stack = list(reversed(roots))
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
            continue
        if not isinstance(item, dict):
            continue
        for kind, body in reversed(item.items()):
            if kind in _LEAVES and isinstance(body, dict):
                found, rest = _LEAVES[kind](body, reader)
                yield from found
                stack.extend(rest)
            elif isinstance(body, (dict, list)) and kind not in _SKIPPED:
                stack.append(body)


def column_ref(body: Node, places: Places) -> ColumnRef | Star:
    """Make the reference of a ColumnRef body."""
    parts = strings(body.get("fields"))
    at = places.of(body)
    return Star(parts[:-1], at) if parts and parts[-1] == "*" else ColumnRef(parts, at)


def _column(body: Node, reader: "QueryReader") -> tuple[list[Ref], list[Any]]:
    return [column_ref(body, reader.places)], []


def _call(body: Node, reader: "QueryReader") -> tuple[list[Ref], list[Any]]:
    parts = strings(body.get("funcname"))
    if len(parts) > 1 and parts[0] == "sqlc":
        return _sqlc(parts[1], body, reader)
    rest = [body[key] for key in ("over", "agg_filter", "agg_order", "args") if key in body]
    name = name_of(parts)
    if name.schema == "pg_catalog":
        name = Name("", name.name)
    return [Call(name, reader.places.of(body))], rest


def _sqlc(function: str, body: Node, reader: "QueryReader") -> tuple[list[Ref], list[Any]]:
    """Read sqlc's pseudo-functions: `embed(t)` stands for `t.*`, the others are parameters."""
    if function in _NAMED_PARAMETER:
        return [], []
    arguments = body.get("args", [])
    if function == "embed" and arguments:
        column = arguments[0].get("ColumnRef", {})
        return [Star(strings(column.get("fields")), reader.places.of(column))], []
    return [], [arguments]


def _cast(body: Node, reader: "QueryReader") -> tuple[list[Ref], list[Any]]:
    kind = type_of(body.get("typeName", {}))
    found: list[Ref] = [] if kind.built_in else [TypeUse(kind.element(), reader.places.of(body))]
    return found, [body.get("arg", {})]


def _sublink(body: Node, reader: "QueryReader") -> tuple[list[Ref], list[Any]]:
    query = reader.query(body.get("subselect", {}))
    return [Nested(query)], [body.get("testexpr", {})]


_LEAVES = {"ColumnRef": _column, "FuncCall": _call, "TypeCast": _cast, "SubLink": _sublink}
