"""Partial components of several domains become one."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from deploycheck.model.contract import UNCHANGED, UNKNOWN, Component, Contracts, Supplied, Version
from deploycheck.model.record import replace

T = TypeVar("T")


class MergeError(ValueError):
    """Two partial components say different things about one property."""


def merge(components: Iterable[Component], title: str = "") -> Contracts:
    """Unite partial components of the same name; raises MergeError when two of them contradict each other.

    Collections are united, version by version. Of single values the one that differs from the default counts.
    """
    merged: dict[str, Component] = {}
    for component in components:
        known = merged.get(component.name)
        merged[component.name] = component if known is None else merge_components(known, component)
    return Contracts(merged, title)


def merge_components(one: Component, other: Component) -> Component:
    """Unite two partial components of the same name; raises MergeError."""
    single = {name: _single(one, other, name) for name in ("kind", "strategy", "group", "background", "lingers")}
    proposed = _single(one, other, "proposed") if one.proposed is not other.proposed else one.proposed
    return replace(
        one,
        **single,
        proposed=proposed,
        after=_joined(one.after, other.after),
        stored=one.stored | other.stored,
        retention={**one.retention, **other.retention},
        deployed=_joined(one.deployed, other.deployed),
        versions=_each(one.versions, other.versions, merge_versions),
        interfaces={**one.interfaces, **other.interfaces},
        location=one.location or other.location,
    )


def merge_versions(one: Version, other: Version) -> Version:
    """Unite two partial contracts of the same version."""
    return Version(
        provides=one.provides | other.provides,
        needs=_each(one.needs, other.needs, _joined),
        demands=_each(one.demands, other.demands, frozenset.union),
        supplies=_each(one.supplies, other.supplies, lambda left, right: _each(left, right, _supplied)),
        emits=one.emits | other.emits,
        reads=_each(one.reads, other.reads, frozenset.union),
        uses=_joined(one.uses, other.uses),
    )


_DEFAULTS = dict(
    zip(reversed(Component.__struct_fields__), reversed(Component.__struct_defaults__), strict=False)
)  # the last fields have them


def _single(one: Component, other: Component, name: str) -> Any:  # noqa: ANN401  the type of that field
    left, right = getattr(one, name), getattr(other, name)
    if left == right or right == _DEFAULTS[name]:
        return left
    if left == _DEFAULTS[name]:
        return right
    raise MergeError(f"{one.name}: {name} is both {_shown(left)} and {_shown(right)}")


def _shown(value: object) -> str:
    return "unchanged" if value is UNCHANGED else "nothing" if value is None else str(value)


def _supplied(one: Supplied, other: Supplied) -> Supplied:
    return UNKNOWN if one is UNKNOWN or other is UNKNOWN else one | other


def _joined(one: tuple[T, ...], other: tuple[T, ...]) -> tuple[T, ...]:
    return one + tuple(item for item in other if item not in one)


def _each(one: Mapping[str, T], other: Mapping[str, T], unite: Callable[[T, T], T]) -> dict[str, T]:
    united = dict(one)
    for key, value in other.items():
        united[key] = unite(united[key], value) if key in united else value
    return united
