"""Calls that read flags in Python, by the syntax tree."""

import ast
import warnings
from collections.abc import Iterator, Mapping

from deploycheck.domains.flags.calls.functions import BARE_CALL, is_wrapper, sdk_type, wrapper_type
from deploycheck.domains.flags.model import FlagCall, FlagType
from deploycheck.model.location import Location
from deploycheck.model.record import Record

_KEYWORDS = ("flag_key", "key", "flag", "flag_name", "name")
Function = ast.FunctionDef | ast.AsyncFunctionDef


class _Source(Record):
    path: str
    service: str | None
    test: bool
    constants: Mapping[str, str]
    wrappers: Mapping[str, FlagType]


def calls_in_python(text: str, path: str, service: str | None, *, test: bool = False) -> tuple[FlagCall, ...] | None:
    """Give the calls that read flags; None when the text does not parse as Python 3."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    nodes = list(_walk(tree))
    source = _Source(path, service, test, _constants(nodes), _wrappers(nodes))
    calls = (_call(node, source) for node in nodes if isinstance(node, ast.Call))
    return tuple(sorted((call for call in calls if call is not None), key=lambda call: (call.location, call.key)))


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _constants(nodes: list[ast.AST]) -> dict[str, str]:
    """Give every name that is assigned one text, and only that."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                found.setdefault(name, set()).add(text)
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text))):
                found.setdefault(name, set()).add(text)
    return {name: next(iter(texts)) for name, texts in found.items() if len(texts) == 1}


def _wrappers(nodes: list[ast.AST]) -> dict[str, FlagType]:
    """Give the functions of this file that pass a parameter on as a key, or that say by name what they are for."""
    wrappers: dict[str, FlagType] = {}
    for node in nodes:
        if not isinstance(node, Function) or sdk_type(node.name):
            continue
        parameters = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)} - {"self", "cls"}
        for inner in _walk(node):
            if not isinstance(inner, ast.Call) or (asked := _asked(inner)) is None:
                continue
            key = _key_argument(inner)
            passes_on = isinstance(key, ast.Name) and key.id in parameters
            if passes_on or (parameters and is_wrapper(node.name)):
                wrappers[node.name] = asked
    return wrappers


def _call(node: ast.Call, source: _Source) -> FlagCall | None:
    name = _name(node)
    asked = _asked(node)
    certain = True
    if asked is None:
        asked = source.wrappers.get(name)
        if asked is None:
            if not is_wrapper(name):
                return None
            asked, certain = wrapper_type(name), False
    key = _text(_key_argument(node), source.constants)
    if not key:
        return None
    place = Location(source.path, node.lineno, node.col_offset + 1)
    return FlagCall(key, asked, name, place, source.service, certain, source.test)


def _asked(node: ast.Call) -> FlagType | None:
    """Give the type that an SDK call asks for; None for every other call."""
    name = _name(node)
    asked = sdk_type(name)
    if asked is None or not BARE_CALL.fullmatch(name):
        return asked
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    text = ast.unparse(owner).lower() if isinstance(owner, ast.Name | ast.Attribute) else ""
    return asked if "client" in text or "flag" in text or "feature" in text else None


def _name(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _key_argument(node: ast.Call) -> ast.expr | None:
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    for keyword in _KEYWORDS:
        if keyword in named:
            return named[keyword]
    return node.args[0] if node.args else None


def _text(node: ast.expr | None, constants: Mapping[str, str]) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return constants.get(name)
        case _:
            return None
