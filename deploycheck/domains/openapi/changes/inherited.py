"""Schemas that only the mapping of a discriminator leads to: heirs of the schema that holds it.

Validators never look at them, so that no question about an operation reaches them; readers of the wire do. Where they
travel is not followed: what is said here is that they changed, and how. Only components of the spec's own file are
looked at, not schemas that are written in place or in other files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from deploycheck.containment.document import PREFIX
from deploycheck.containment.model import Comparison
from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.judge import judge_of
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.references import references
from deploycheck.model.severity import Impact

_MAPPING = b"mapping"


def inherited_changes(base: Api, head: Api, empty: SpecChange) -> Changes:
    """Say of each heir that differs, in a way that values show, that nobody knows whom this hurts."""
    before = {(parent, key): text for parent, key, text in _heirs(base)}
    told: set[str] = set()
    for parent, key, text in _heirs(head):
        names = _names(base, head, before.get((parent, key)), text)
        if names is None or names[1] in told:
            continue
        told.add(names[1])
        if message := _difference(base, head, *names):
            place = head.definitions.place(names[1])
            spot = head.specification.fetch(place).spot if place else head.specification.node("components").spot
            yield replace(
                empty, kind="spec-undecidable", at=spot.location, pointer=spot.pointer, impact=Impact.UNKNOWN,
                text=f"schema {names[1]}, which the discriminator of {parent} takes for {key}, is not what it was"
                f" ({message}); where it travels is not followed",
                aspect=f"components.schemas.{names[1]}", before=message,
            )  # fmt: skip


def _heirs(api: Api) -> Iterator[tuple[str, str, str]]:
    """Give parent, value of the discriminator and target, where no union of the parent names the targets."""
    text = api.specification.root.text
    if text is not None and _MAPPING not in text:
        return
    schemas = api.specification.node("components", "schemas").value
    found = []
    for name, schema in schemas.items() if isinstance(schemas, Mapping) else ():
        chosen = schema.get("discriminator") if isinstance(schema, dict) else None
        mapping = chosen.get("mapping") if isinstance(chosen, dict) else None
        if isinstance(mapping, dict) and not schema.keys() & {"oneOf", "anyOf"}:
            found += [(str(name), str(key), target) for key, target in mapping.items() if isinstance(target, str)]
    referred = {text for text, _ in references(api.specification.value)} if found else set()
    yield from (one for one in found if one[2] not in referred)


def _names(base: Api, head: Api, old: str | None, new: str) -> tuple[str, str] | None:
    if old is None:
        return None
    root = base.specification.root.path, head.specification.root.path
    names = base.definitions.chosen(old, root[0]), head.definitions.chosen(new, root[1])
    return (names[0], names[1]) if names[0] is not None and names[1] is not None else None


def _difference(base: Api, head: Api, old: str, new: str) -> str:
    """Say how two heirs differ, where values can tell; nothing where each takes all that the other does."""
    judge = judge_of(base, head)
    mine, theirs = {"$ref": PREFIX + old}, {"$ref": PREFIX + new}
    if judge.same(mine, theirs):
        return ""
    for answer in (judge.request(mine, theirs), judge.response(mine, theirs)):
        if answer.verdict != "compatible":
            return _said(answer)
    return ""


def _said(answer: Comparison) -> str:
    first: Any = next(iter((*answer.differences, *answer.undecided)), None)
    if first is None:
        return answer.reason or "it could not be compared"
    place = ".".join(map(str, first.place))
    words = getattr(first, "message", "") or getattr(first, "reason", "")
    return f"{place}: {words}" if place else str(words)
