"""Applies every edit at every site, many in one pair of specs, and tells which rules report it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from openapi.completeness.edit_sites import COMPONENTS, place
from openapi.completeness.spec_edits import Edit, all_edits
from openapi.completeness.whole_edits import WholeEdit, whole_edits

from deploycheck.app import check
from deploycheck.engine.plugins import load_registry
from deploycheck.testing.memory import MemorySnapshot

REGISTRY = load_registry()
TODAY = date(2026, 11, 22)
RELEASES = {"3.0": "3.0.3", "3.1": "3.1.0", "3.2": "3.2.0"}
ROOT = "whole spec"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One edit at one site, and the rules that report it with their severities."""

    version: str
    object: str
    keyword: str
    edit: str
    site: str
    rules: tuple[str, ...]


def walk(version: str, known: set[tuple[str, str]]) -> Iterator[Outcome]:
    """Try every edit of the keywords that are named."""
    tried = [
        (edit, site)
        for edit in all_edits()
        if edit.since <= version <= edit.until and (edit.object, edit.keyword) in known
        for site in edit.sites
        if site != "webhook" or version != "3.0"
    ]
    found = said(*(_spec(version, tried, side) for side in ("base", "head")))
    by_name: dict[str, set[str]] = {}
    for subject, rules in found.items():
        by_name.setdefault(subject.rpartition(" ")[2].removeprefix("/"), set()).update(rules)
    for number, (edit, site) in enumerate(tried):
        rules = by_name.get(f"e{number}", set())
        yield Outcome(version, edit.object, edit.keyword, edit.name, site, tuple(sorted(rules)))
    for one in whole_edits(version):
        if (one.object, one.keyword) in known:
            yield _whole(version, one)


def _whole(version: str, edit: WholeEdit) -> Outcome:
    rules = {rule for told in said(edit.base, edit.head).values() for rule in told}
    return Outcome(version, edit.object, edit.keyword, edit.name, ROOT, tuple(sorted(rules)))


def _spec(version: str, tried: Iterable[tuple[Edit, str]], side: str) -> dict[str, object]:
    paths, webhooks = {}, {}
    for number, (edit, site) in enumerate(tried):
        if site == "webhook":
            webhooks[f"e{number}"] = place(edit, site, side)
        else:
            paths[f"/e{number}"] = place(edit, site, side)
    spec = {"openapi": RELEASES[version], "info": {"title": "Edits", "version": "1"}, "paths": paths}
    return {**spec, "components": COMPONENTS, **({"webhooks": webhooks} if webhooks else {})}


def said(base: dict[str, object], head: dict[str, object], configuration: str = "") -> dict[str, set[str]]:
    """Compare two specs and give what every rule about APIs says, by subject."""
    around = {"deploycheck.toml": configuration} if configuration else {}
    snapshots = (MemorySnapshot({"api/openapi.json": json.dumps(side), **around}) for side in (base, head))
    report = check(*snapshots, today=TODAY, select=_rules(), registry=REGISTRY, validate="fast")
    assert (report.problems, report.crashed) == ((), ())
    found: dict[str, set[str]] = {}
    for one in report.findings:
        if one.status == "new":
            found.setdefault(one.subject, set()).add(f"{one.severity.value} {one.rule}")
    return found


@cache
def _rules() -> list[str]:
    """Choose the rules about APIs, those that are off by default by their names."""
    return ["api", *sorted(name for name, rule in REGISTRY.rules.items() if rule.family == "api" and not rule.default)]
