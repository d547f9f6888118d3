"""From the shape of a contract file to contracts."""

from collections.abc import Mapping

from msgspec import UNSET

from deploycheck.model.contract import (
    UNCHANGED,
    UNKNOWN,
    Component,
    Contracts,
    Interface,
    Need,
    Retention,
    Supplied,
    Version,
)
from deploycheck.model.duration import parse_duration
from deploycheck.model.location import Location
from deploycheck.model.service import Use
from deploycheck.planning.contract_shape import (
    ComponentShape,
    ContractsShape,
    LocationShape,
    NeedShape,
    RetentionShape,
    UseShape,
    VersionShape,
)


class _Needs(dict[str, Need]):
    """Needs that are nothing but an atom, each made once."""

    def __missing__(self, atom: str) -> Need:
        need = self[atom] = Need(atom)
        return need


def contracts_from(shape: ContractsShape, path: str) -> Contracts:
    """Convert a file's shape; `path` stands for places that the file doesn't give. Raises ValueError for durations."""
    plain = _Needs()
    components = {name: _component(name, one, plain, path) for name, one in shape.components.items()}
    return Contracts(components, shape.title)


def _component(name: str, shape: ComponentShape, plain: _Needs, path: str) -> Component:
    deployed = shape.deployed if isinstance(shape.deployed, list) else [shape.deployed] if shape.deployed else []
    return Component(
        name,
        shape.kind,
        shape.strategy,
        shape.group,
        shape.background,
        tuple(shape.after),
        None if shape.lingers is None else parse_duration(shape.lingers),
        frozenset(shape.stored),
        {atom: kept for atom, one in shape.retention.items() if (kept := _retention(one)) is not None},
        tuple(deployed),
        UNCHANGED if shape.proposed is UNSET else shape.proposed,
        {version: _version(name, one, plain, path) for version, one in shape.versions.items()},
        {api: Interface(one.path, one.sha256, one.document) for api, one in shape.interfaces.items()},
    )


def _retention(shape: str | RetentionShape | None) -> Retention | None:
    match shape:
        case None:
            return None
        case str():
            return Retention(seconds=parse_duration(shape))
        case _:
            return Retention(backfilled_by=shape.backfilled_by)


def _version(component: str, shape: VersionShape | None, plain: _Needs, path: str) -> Version:
    if shape is None:
        return Version()
    return Version(
        frozenset(shape.provides),
        {
            name: tuple([plain[need] if isinstance(need, str) else _need(need) for need in needs])
            for name, needs in shape.needs.items()
        },
        {atom: frozenset(demanded) for atom, demanded in shape.demands.items()},
        {name: _supplies(atoms) for name, atoms in shape.supplies.items()},
        frozenset(shape.emits),
        {name: frozenset(formats) for name, formats in shape.reads.items()},
        tuple([_use(component, one, path) for one in shape.uses]),
    )


def _supplies(atoms: Mapping[str, list[str] | str]) -> dict[str, Supplied]:
    return {atom: UNKNOWN if isinstance(given, str) else frozenset(given) for atom, given in atoms.items()}


def _need(shape: NeedShape) -> Need:
    return Need(shape.atom, tuple(shape.when.items()), shape.evidence, _location(shape.location))


def _use(component: str, shape: UseShape, path: str) -> Use:
    place = _location(shape.location) or Location(path)
    return Use(component, shape.kind, shape.target, shape.text, place, shape.evidence, tuple(shape.fields))


def _location(shape: LocationShape | None) -> Location | None:
    if shape is None or not shape.path:
        return None
    return Location(shape.path, shape.line, shape.column, shape.side)
