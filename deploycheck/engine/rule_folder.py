"""A package of rules, one rule per file in a folder per family, known without importing a single one.

`index.json` in the package says of each module what its rules are called and what they need. A module is imported when
one of its rules is called, or at once where the index does not tell of the file as it is now.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from deploycheck.hooks import Rule
from deploycheck.model.finding import Finding
from deploycheck.model.severity import Severity

INDEX = "index.json"


class LateFunction:
    """A rule's function that is imported when it is first called."""

    def __init__(self, module: str, rule: str) -> None:
        self.__module__ = module
        self._rule = rule
        self._function: Callable[..., Any] | None = None

    def __call__(self, *facts: Any) -> Iterator[Finding] | None:  # noqa: ANN401  any facts
        """Call the rule."""
        if self._function is None:
            self._function = _rules_in(self.__module__)[self._rule].function
        found: Iterator[Finding] | None = self._function(*facts)
        return found


def rules_of(package: str) -> Iterator[Rule]:
    """Give every rule of a package, by family and module."""
    folder = Path(str(import_module(package).__path__[0]))
    index = _index(folder)
    for path in _modules(folder):
        entry = index.get(f"{path.parent.name}/{path.name}")
        module = f"{package}.{path.parent.name}.{path.stem}"
        if isinstance(entry, dict) and entry.get("digest") == _digest(path):
            yield from (_described(module, rule) for rule in entry["rules"])
        else:
            yield from _rules_in(module).values()


def index_of(package: str) -> bytes:
    """Give the index of a package as it has to be: one line per module, sorted."""
    folder = Path(str(import_module(package).__path__[0]))
    lines = []
    for path in _modules(folder):
        rules = _rules_in(f"{package}.{path.parent.name}.{path.stem}").values()
        entry = {"digest": _digest(path), "rules": [_description(rule) for rule in rules]}
        key = f"{path.parent.name}/{path.name}"
        lines.append(msgspec.json.encode(key) + b": " + msgspec.json.encode(entry))
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def _modules(folder: Path) -> list[Path]:
    """Give the files that hold rules, sorted by family and name."""
    return [folder / family / name for family in _names(folder) for name in _rule_files(folder / family)]


def _rule_files(family: Path) -> list[str]:
    names = _names(family) if family.is_dir() else []
    return [name for name in names if name.endswith(".py") and not name.startswith("_")] if _PACKAGE in names else []


def _names(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries)


_PACKAGE = "__init__.py"


def _index(folder: Path) -> Mapping[str, Any]:
    try:
        found = msgspec.json.decode((folder / INDEX).read_bytes())
    except (OSError, msgspec.DecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def _rules_in(module: str) -> dict[str, Rule]:
    return {value.name: value for value in vars(import_module(module)).values() if isinstance(value, Rule)}


def _description(rule: Rule) -> dict[str, Any]:
    told = {
        "name": rule.name,
        "family": rule.family,
        "severity": str(rule.severity),
        "needs": rule.needs,
        "page": rule.page,
        "since": rule.since,
        "default": rule.default,
        "former": rule.former,
        "options": rule.options,
        "kinds": rule.kinds,
    }
    return {name: value for name, value in told.items() if value != _USUAL.get(name)}


_USUAL: Mapping[str, Any] = {"default": True, "former": (), "options": {}, "kinds": ()}


def _described(module: str, told: Mapping[str, Any]) -> Rule:
    return Rule(
        told["name"],
        told["family"],
        Severity(told["severity"]),
        LateFunction(module, told["name"]),
        tuple(told["needs"]),
        told["page"],
        told["since"],
        told.get("default", True),
        tuple(told.get("former", ())),
        told.get("options", {}),
        kinds=tuple(told.get("kinds", ())),
    )
