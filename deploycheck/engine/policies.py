"""A company's own rules: Python files with `@rule` functions, or bare asserts in `policy_*` functions."""

import ast
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from types import ModuleType
from typing import Any

from deploycheck.hooks import Fact, Rule, parameters
from deploycheck.model.finding import Finding
from deploycheck.model.location import Location
from deploycheck.model.record import Record
from deploycheck.model.severity import Severity

PREFIX = "policy_"


class PolicyError(Exception):
    """A policy file cannot be used; `path` and `line` say where."""

    def __init__(self, message: str, path: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line


class Policies(Record):
    """What policy files contribute."""

    rules: tuple[Rule, ...] = ()
    facts: tuple[Fact, ...] = ()


def load_policies(files: dict[str, bytes]) -> Policies:
    """Compile and run policy files (path -> content); raises PolicyError for the first that fails."""
    rules: list[Rule] = []
    facts: list[Fact] = []
    for path, data in sorted(files.items()):
        module = _execute(path, data)
        for name, value in vars(module).items():
            if isinstance(value, Rule):
                rules.append(value)
            elif isinstance(value, Fact):
                facts.append(value)
            elif name.startswith(PREFIX) and callable(value) and getattr(value, "__module__", "") == module.__name__:
                rules.append(_assertion(name, value, path, data))
    return Policies(tuple(rules), tuple(facts))


def _execute(path: str, data: bytes) -> ModuleType:
    """Run one file as a module of its own; asserts survive `python -O`."""
    stem = path.rpartition("/")[2].removesuffix(".py")
    module = ModuleType(f"deploycheck_policies.policy.{stem}")
    module.__file__ = path
    try:
        tree = ast.parse(data, filename=path)
        code = compile(tree, path, "exec", dont_inherit=True, optimize=0)
        sys.modules[module.__name__] = module
        exec(code, module.__dict__)  # noqa: S102  policies are code by design; --no-policies never gets here
    except SyntaxError as error:
        raise PolicyError(f"this policy is not Python: {error.msg}", path, error.lineno or 0) from None
    except (Exception, SystemExit) as error:  # a policy that ends the process must not end it with exit 0
        line = _line_in(error, path)
        raise PolicyError(
            f"this policy raises {type(error).__name__} when it is loaded: {error}", path, line
        ) from error
    return module


def _line_in(error: BaseException, path: str) -> int:
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _assertion(name: str, function: Callable[..., Any], path: str, data: bytes) -> Rule:
    """Make a rule of a function whose asserts say what must hold."""
    lines = data.decode("utf-8", "replace").splitlines()
    needs = parameters(function)
    title = name.removeprefix(PREFIX).replace("_", "-")

    @wraps(function)
    def check(*arguments: object) -> Iterator[Finding]:
        try:
            function(*arguments)
        except AssertionError as error:
            line = _line_in(error, path)
            text = str(error) or (lines[line - 1].strip() if 0 < line <= len(lines) else f"{name} does not hold")
            yield Finding(text, at=_place(arguments, path, line), subject=_subject(arguments))

    page = (function.__doc__ or f"A policy of this repository, in {path}.").strip()
    return Rule(f"policy/{title}", "policy", Severity.ERROR, check, needs, page, assertion=True)


def _place(arguments: tuple[object, ...], path: str, line: int) -> Location:
    located = (getattr(argument, "location", None) for argument in arguments)
    return next((place for place in located if isinstance(place, Location)), Location(path, line))


def _subject(arguments: tuple[object, ...]) -> str | None:
    names = (getattr(argument, "name", None) for argument in arguments if hasattr(argument, "location"))
    return next((name for name in names if isinstance(name, str)), None)
