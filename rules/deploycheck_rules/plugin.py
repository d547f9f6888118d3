"""Registers every rule of this package: one rule per file, a folder per family, all told in `index.json`."""

from collections.abc import Iterator

from deploycheck.api import Rule, hookimpl, rules_of


@hookimpl
def deploycheck_rules() -> Iterator[Rule]:
    """Give every rule of every family."""
    yield from rules_of("deploycheck_rules")
