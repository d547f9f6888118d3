"""Writes contracts in the form that `contract_file` reads; nothing that says the default is written."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from deploycheck.model.contract import UNKNOWN, Component, Contracts, Need, Retention, Unchanged, Version
from deploycheck.model.duration import format_duration
from deploycheck.model.location import Location
from deploycheck.model.service import Use


def dump_contracts(contracts: Contracts, form: Literal["yaml", "json"] = "yaml") -> str:
    """Write a contract file; the same contracts give the same text."""
    document = as_document(contracts)
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    write: Callable[..., str] = yaml.dump
    return write(document, Dumper=dumper, sort_keys=False, width=1000, allow_unicode=True)


def as_document(contracts: Contracts) -> dict[str, Any]:
    """Give the content of a contract file as plain mappings and lists."""
    return {
        "schema": "deploycheck.contracts/v1",
        "title": contracts.title,
        "components": {name: _component(component) for name, component in contracts.components.items()},
    }


def _component(component: Component) -> dict[str, Any]:
    deployed = list(component.deployed)
    shown: dict[str, Any] = {
        "kind": component.kind,
        "strategy": component.rollout,
        "group": component.group,
        "background": component.background,
        "after": list(component.after),
        "lingers": None if component.lingers is None else format_duration(component.lingers),
        "stored": sorted(component.stored),
        "retention": {name: _retention(one) for name, one in sorted(component.retention.items())},
        "interfaces": {name: msgspec.to_builtins(one) for name, one in sorted(component.interfaces.items())},
    }
    shown = {key: value for key, value in shown.items() if value}
    shown["deployed"] = None if not deployed else deployed[0] if len(deployed) == 1 else deployed
    proposed = () if isinstance(component.proposed, Unchanged) else (component.proposed,)
    if proposed:
        shown["proposed"] = component.proposed
    named = dict.fromkeys((*component.versions, *deployed, *(one for one in proposed if one is not None)))
    shown["versions"] = {version: _version(component.contract(version)) for version in named}
    return shown


def _retention(retention: Retention) -> Any:  # noqa: ANN401  a text or a mapping
    if retention.backfilled_by is not None:
        return {"backfilled_by": retention.backfilled_by}
    return None if retention.seconds is None else format_duration(retention.seconds)


def _version(version: Version) -> dict[str, Any]:
    shown = {
        "provides": sorted(version.provides),
        "needs": {name: _needs(needs) for name, needs in sorted(version.needs.items())},
        "demands": {atom: sorted(demanded) for atom, demanded in sorted(version.demands.items())},
        "supplies": {
            name: {atom: "unknown" if given is UNKNOWN else sorted(given) for atom, given in sorted(atoms.items())}
            for name, atoms in sorted(version.supplies.items())
        },
        "emits": sorted(version.emits),
        "reads": {name: sorted(formats) for name, formats in sorted(version.reads.items())},
        "uses": [_use(use) for use in version.uses],
    }
    return {key: value for key, value in shown.items() if value}


def _needs(needs: Iterable[Need]) -> list[Any]:
    shown: list[Any] = []
    for need in needs:
        more: dict[str, Any] = {"when": dict(need.when)} if need.when else {}
        if need.evidence != "declared":
            more["evidence"] = need.evidence
        if need.location is not None:
            more["location"] = _location(need.location)
        shown.append({"atom": need.atom, **more} if more else need.atom)
    return shown


def _use(use: Use) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": use.kind, "target": use.target, "text": use.text}
    if use.fields:
        shown["fields"] = list(use.fields)
    return {**shown, "evidence": use.evidence, "location": _location(use.location)}


def _location(location: Location) -> dict[str, Any]:
    shown: dict[str, Any] = {"path": location.path, "line": location.line}
    if location.column:
        shown["column"] = location.column
    if location.side != "head":
        shown["side"] = location.side
    return shown
