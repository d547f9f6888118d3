"""Expressions of definitions (defaults, checks, index keys): one canonical spelling, and what they use.

Casts of constants are left out of the spelling, since pg_dump writes them and people don't.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from deploycheck.domains.database.effects import Expression
from deploycheck.domains.database.postgres.nodes import Node, strings, unwrap
from deploycheck.domains.database.postgres.types import type_of
from deploycheck.domains.database.postgres.volatility import volatility_of

_DEEPEST = 40


def expression(node: Node) -> Expression:
    """Make the canonical form of an expression tree."""
    columns: list[str] = []
    calls: list[str] = []
    _collect(node, columns, calls)
    kind, body = unwrap(_without_cast(node))
    return Expression(
        text=spelling(node),
        columns=tuple(dict.fromkeys(columns)),
        calls=tuple(dict.fromkeys(calls)),
        volatility=volatility_of(calls),
        constant_null=kind == "A_Const" and bool(body.get("isnull")),
        not_null_of=_not_null_column(kind, body),
    )


def _not_null_column(kind: str, body: Node) -> str:
    """Give c for the expression `c IS NOT NULL`, else ""."""
    if kind != "NullTest" or body.get("nulltesttype") != "IS_NOT_NULL":
        return ""
    inner, column = unwrap(body.get("arg", {}))
    return strings(column.get("fields"))[-1] if inner == "ColumnRef" else ""


def _collect(root: Node, columns: list[str], calls: list[str]) -> None:
    stack: list[Any] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            for kind, body in item.items():
                if kind == "ColumnRef":
                    columns.append(strings(body.get("fields"))[-1])
                elif kind == "FuncCall":
                    calls.append(strings(body.get("funcname"))[-1])
                    stack.append(body.get("args", []))
                elif kind == "SQLValueFunction":
                    calls.append("now")
                elif isinstance(body, (dict, list)):
                    stack.append(body)


def _without_cast(node: Node) -> Node:
    while "TypeCast" in node and "arg" in node["TypeCast"]:
        node = node["TypeCast"]["arg"]
    return node


def spelling(node: Node, depth: int = 0) -> str:
    """Spell an expression in one canonical way; what is too deep or too odd gets a digest."""
    kind, body = unwrap(node)
    speller = _SPELLERS.get(kind)
    if speller is None or depth > _DEEPEST:
        return digest(node)
    return speller(body, depth + 1)


def digest(node: Any) -> str:  # noqa: ANN401  # any part of a tree
    """Give a short digest of a tree that is the same wherever it stands."""
    canonical = json.dumps(_placeless(node), sort_keys=True)
    return "#" + hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _placeless(node: Any) -> Any:  # noqa: ANN401  # any part of a tree
    if isinstance(node, list):
        return [_placeless(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "TypeCast" in node and "A_Const" in node["TypeCast"].get("arg", {}):
        return _placeless(node["TypeCast"]["arg"])
    return {key: _placeless(value) for key, value in node.items() if not key.endswith("location")}


def _list(nodes: list[Node], depth: int) -> str:
    return ", ".join(spelling(node, depth) for node in nodes)


def _constant(body: Node, _depth: int) -> str:
    if body.get("isnull"):
        return "NULL"
    if "sval" in body:
        return "'" + str(body["sval"].get("sval", "")).replace("'", "''") + "'"
    if "boolval" in body:
        return "true" if body["boolval"].get("boolval") else "false"
    if "ival" in body:
        return str(body["ival"].get("ival", 0))
    if "fval" in body:
        return str(body["fval"].get("fval", "0"))
    return str(body.get("bsval", {}).get("bsval", "?"))


def _column(body: Node, _depth: int) -> str:
    return ".".join(strings(body.get("fields")))


def _cast(body: Node, depth: int) -> str:
    argument = body.get("arg", {})
    if "A_Const" in argument:
        return spelling(argument, depth)
    return f"{spelling(argument, depth)}::{type_of(body.get('typeName', {}))}"


def _call(body: Node, depth: int) -> str:
    name = ".".join(part for part in strings(body.get("funcname")) if part != "pg_catalog")
    inner = "*" if body.get("agg_star") else _list(body.get("args", []), depth)
    return f"{name}({inner})"


def _operator(body: Node, depth: int) -> str:
    left, right = body.get("lexpr"), body.get("rexpr")
    operator = "".join(strings(body.get("name"))[-1:])
    words = {"AEXPR_IN": " IN " if operator == "=" else " NOT IN ", "AEXPR_OP_ANY": f" {operator} ANY "}
    sign = words.get(body.get("kind", ""), f" {operator} ")
    shown = [spelling(side, depth) for side in (left, right) if side]
    return "(" + (sign if len(shown) > 1 else sign.strip()).join(shown if len(shown) > 1 else ["", *shown]) + ")"


def _boolean(body: Node, depth: int) -> str:
    arguments = [spelling(node, depth) for node in body.get("args", [])]
    word = str(body.get("boolop", "")).removesuffix("_EXPR")
    return f"(NOT {arguments[0]})" if word == "NOT" else "(" + f" {word} ".join(arguments) + ")"


def _null_test(body: Node, depth: int) -> str:
    test = "IS NULL" if body.get("nulltesttype") == "IS_NULL" else "IS NOT NULL"
    return f"({spelling(body.get('arg', {}), depth)} {test})"


def _value_function(body: Node, _depth: int) -> str:
    return str(body.get("op", "")).removeprefix("SVFOP_")


def _coalesce(body: Node, depth: int) -> str:
    return f"COALESCE({_list(body.get('args', []), depth)})"


def _array(body: Node, depth: int) -> str:
    return f"ARRAY[{_list(body.get('elements', []), depth)}]"


def _items(body: Node, depth: int) -> str:
    return f"({_list(body.get('items', []), depth)})"


_SPELLERS: dict[str, Callable[[Node, int], str]] = {
    "A_Const": _constant,
    "ColumnRef": _column,
    "TypeCast": _cast,
    "FuncCall": _call,
    "A_Expr": _operator,
    "BoolExpr": _boolean,
    "NullTest": _null_test,
    "SQLValueFunction": _value_function,
    "CoalesceExpr": _coalesce,
    "A_ArrayExpr": _array,
    "List": _items,
}
