"""Result columns: the name the server gives them, and the type where it is plain to see."""

from collections.abc import Callable

from deploycheck.domains.database.datatypes import DataType, built_in
from deploycheck.domains.database.postgres.nodes import Node, strings, unwrap
from deploycheck.domains.database.postgres.types import type_of

_UNNAMED = "?column?"
_FIXED_NAMES = {
    "CaseExpr": "case",
    "CoalesceExpr": "coalesce",
    "RowExpr": "row",
    "A_ArrayExpr": "array",
    "GroupingFunc": "grouping",
}
_CALL_TYPES = {
    "count": "int8",
    "row_number": "int8",
    "rank": "int8",
    "now": "timestamptz",
    "clock_timestamp": "timestamptz",
    "gen_random_uuid": "uuid",
    "lower": "text",
    "upper": "text",
    "concat": "text",
    "length": "int4",
    "string_agg": "text",
    "jsonb_build_object": "jsonb",
    "json_build_object": "json",
    "jsonb_agg": "jsonb",
    "json_agg": "json",
    "bool_or": "bool",
    "bool_and": "bool",
}
_KEEP_TYPE = frozenset({"max", "min", "any_value", "first_value", "last_value", "lag", "lead"})
_COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "@>", "<@", "&&"})
_INT4_DIGITS = 9


def result_name(node: Node) -> str:
    """Name a result column as the server does (FigureColname)."""
    while True:
        kind, body = unwrap(node)
        match kind:
            case "ColumnRef":
                return strings(body.get("fields"))[-1]
            case "FuncCall":
                return strings(body.get("funcname"))[-1]
            case "TypeCast" | "CollateClause":
                inner = result_name(body.get("arg", {}))
                if inner != _UNNAMED or kind == "CollateClause":
                    return inner
                return strings(body.get("typeName", {}).get("names"))[-1]
            case "A_Indirection":
                fields = [name for name in strings(body.get("indirection")) if name != "*"]
                if fields:
                    return fields[-1]
                node = body.get("arg", {})
            case "SubLink":
                return _sublink_name(body)
            case "MinMaxExpr":
                return "greatest" if body.get("op") == "IS_GREATEST" else "least"
            case "SQLValueFunction":
                return str(body.get("op", "")).removeprefix("SVFOP_").removesuffix("_N").lower()
            case "A_Expr" if body.get("kind") == "AEXPR_NULLIF":
                return "nullif"
            case _:
                return _FIXED_NAMES.get(kind, _UNNAMED)


def _sublink_name(body: Node) -> str:
    match body.get("subLinkType"):
        case "EXISTS_SUBLINK":
            return "exists"
        case "ARRAY_SUBLINK":
            return "array"
        case "EXPR_SUBLINK":
            targets = body.get("subselect", {}).get("SelectStmt", {}).get("targetList", ())
            first = unwrap(targets[0])[1] if targets else {}
            return str(first.get("name") or result_name(first.get("val", {})))
        case _:
            return _UNNAMED


def result_type(node: Node) -> DataType | None:
    """Give the type of an expression when it is plain to see, else None."""
    kind, body = unwrap(node)
    reader = _TYPES.get(kind)
    return reader(body) if reader else None


def same_type_as(node: Node) -> Node | None:
    """Give the ColumnRef body of a column whose type an expression has for sure: max(c), coalesce(c, 0)."""
    kind, body = unwrap(node)
    keeps = kind in {"CoalesceExpr", "MinMaxExpr"} or (
        kind == "FuncCall" and strings(body.get("funcname"))[-1] in _KEEP_TYPE
    )
    if kind == "A_Indirection":
        return _element_of(body)
    arguments = body.get("args", ()) if keeps else ()
    variable = [argument for argument in arguments if "A_Const" not in argument]
    if len(variable) != 1 or any("fval" in argument.get("A_Const", {}) for argument in arguments):
        return None
    found = variable[0]
    return found["ColumnRef"] if "ColumnRef" in found else same_type_as(found)


def _element_of(body: Node) -> Node | None:
    """Read `(array_agg(c))[1]`, which has the type of c."""
    kind, call = unwrap(body.get("arg", {}))
    subscripts = body.get("indirection", ())
    is_element = kind == "FuncCall" and len(subscripts) == 1 and "A_Indices" in subscripts[0]
    if not is_element or strings(call.get("funcname"))[-1] != "array_agg":
        return None
    arguments = call.get("args", ())
    return arguments[0].get("ColumnRef") if arguments else None


def _constant(body: Node) -> DataType | None:
    if "ival" in body:
        return built_in("int4")
    if "fval" in body:
        digits = str(body["fval"].get("fval", ""))
        return built_in("int8") if digits.isdigit() and len(digits) > _INT4_DIGITS else built_in("numeric")
    if "sval" in body or body.get("isnull"):
        return built_in("text")
    return built_in("bool") if "boolval" in body else None


def _cast(body: Node) -> DataType | None:
    return type_of(body.get("typeName", {}))


def _call(body: Node) -> DataType | None:
    name = strings(body.get("funcname"))[-1]
    if name == "coalesce":
        return _first(body)
    found = _CALL_TYPES.get(name)
    return built_in(found) if found else None


def _first(body: Node) -> DataType | None:
    types = [result_type(node) for node in body.get("args", ())]
    return next((kind for kind in types if kind), None) if "ColumnRef" not in str(body.get("args")) else None


def _operator(body: Node) -> DataType | None:
    boolean = (
        body.get("kind") != "AEXPR_NULLIF"
        and strings(body.get("name"))[-1:]
        and strings(body["name"])[-1] in _COMPARISONS
    )
    return built_in("bool") if boolean else None


def _boolean(_body: Node) -> DataType | None:
    return built_in("bool")


def _sublink(body: Node) -> DataType | None:
    return None if body.get("subLinkType") in {"EXPR_SUBLINK", "ARRAY_SUBLINK"} else built_in("bool")


_TYPES: dict[str, Callable[[Node], DataType | None]] = {
    "A_Const": _constant,
    "TypeCast": _cast,
    "FuncCall": _call,
    "CoalesceExpr": _first,
    "A_Expr": _operator,
    "BoolExpr": _boolean,
    "NullTest": _boolean,
    "BooleanTest": _boolean,
    "SubLink": _sublink,
}
