"""Discriminators: validators do not read them, generated clients do."""

from collections.abc import Callable, Mapping
from typing import Any

from deploycheck.domains.openapi.changes.change import Changes
from deploycheck.domains.openapi.changes.topic import Topic
from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.places import Composition, PlacePair
from deploycheck.domains.openapi.renaming import same_choice
from deploycheck.model.severity import Impact

Same = Callable[[str, str], bool]
"""Whether a target of base and one of head are the same."""


def discriminator_changes(topic: Topic, pair: PlacePair) -> Changes:
    """Compare property and mapping of the discriminators at one place."""
    base, head = _discriminator(pair.base), _discriminator(pair.head)
    for text, impact in _texts(topic, base, head, _same_target(pair)):
        found = pair.head.first("discriminator")
        yield topic.pair.change(
            "discriminator-changed",
            f"{topic.named(pair.place)}: {text}",
            at=pair.head.spot(found[1], "discriminator") if found else pair.head.here,
            was=pair.base.here,
            aspect=f"{topic.within(pair.place)}.discriminator",
            direction=topic.direction,
            impact=impact,
            before=base,
            after=head,
            status=topic.status,
            place=pair.place,
        )


def _discriminator(side: Composition) -> Mapping[str, Any] | None:
    found = side.first("discriminator")
    return found[0] if found and isinstance(found[0], dict) else None


def _texts(
    topic: Topic, base: Mapping[str, Any] | None, head: Mapping[str, Any] | None, same: Same
) -> list[tuple[str, Impact | None]]:
    if base is None or head is None:
        if base is head:
            return []
        came = (base is None) is not topic.pair.inverted
        return [("a discriminator was added" if came else "the discriminator was removed", Impact.BEHAVIOURAL)]
    old, new = base.get("propertyName"), head.get("propertyName")
    if old != new:
        old, new = (new, old) if topic.pair.inverted else (old, new)
        return [(f"the discriminator is read from {new} instead of {old}", Impact.BEHAVIOURAL)]
    fallback, other = base.get("defaultMapping"), head.get("defaultMapping")
    if fallback != other and not (fallback and other and same(str(fallback), str(other))):
        fallback, other = (other, fallback) if topic.pair.inverted else (fallback, other)
        return [(f"the discriminator takes {other} instead of {fallback} where it is not told", Impact.BEHAVIOURAL)]
    return _mapping_texts(topic, _mapping(base), _mapping(head), same)


def _mapping(value: Mapping[str, Any]) -> Mapping[str, str]:
    mapping = value.get("mapping")
    return {key: text for key, text in mapping.items() if isinstance(text, str)} if isinstance(mapping, dict) else {}


def _mapping_texts(
    topic: Topic, base: Mapping[str, str], head: Mapping[str, str], same: Same
) -> list[tuple[str, Impact | None]]:
    if gone := sorted(set(base) - set(head)):
        return [(_maps(gone, more=topic.pair.inverted), Impact.BEHAVIOURAL)]
    moved = [key for key in base if base[key] != head[key] and not same(base[key], head[key])]
    if moved:
        return [(f"the discriminator maps {', '.join(moved)} to another schema", Impact.BEHAVIOURAL)]
    added = sorted(set(head) - set(base))
    return [(_maps(added, more=not topic.pair.inverted), None)] if added else []


def _maps(keys: list[str], *, more: bool) -> str:
    listed = ", ".join(keys)
    return f"the discriminator maps {listed}, too" if more else f"the discriminator no longer maps {listed}"


def _same_target(pair: PlacePair) -> Same:
    """Tell of two targets whether they have the same content, whatever they, and what they refer to, are called.

    A target is read from the file in which its discriminator stands.
    """
    (one, before), (other, after) = _where(pair.base), _where(pair.head)
    return lambda base, head: same_choice(one, (base, before), other, (head, after))


def _where(side: Composition) -> tuple[Definitions, str]:
    found = side.first("discriminator")
    return side.definitions, side.spot(found[1], "discriminator").file.path if found else ""
