"""Registers every rule of this package: one rule per file, found by walking the folders."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from deploycheck.api import Rule, hookimpl

PACKAGE = "deploycheck_rules"


@hookimpl
def deploycheck_rules() -> Iterator[Rule]:
    """Give every rule of every family."""
    for family in sorted(found.name for found in pkgutil.iter_modules(import_module(PACKAGE).__path__) if found.ispkg):
        package = import_module(f"{PACKAGE}.{family}")
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda found: found.name):
            if module.name.startswith("_"):
                continue
            contents = vars(import_module(f"{PACKAGE}.{family}.{module.name}"))
            yield from (value for value in contents.values() if isinstance(value, Rule))
