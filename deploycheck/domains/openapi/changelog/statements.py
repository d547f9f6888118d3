"""What one schema says about one place of the instance, keyword by keyword, however it is put together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from deploycheck.containment.exact import key
from deploycheck.domains.openapi.definitions import Definitions
from deploycheck.domains.openapi.places import MAX_PARTS, Composition, Part
from deploycheck.domains.openapi.schemas import INTEGER_FORMATS, Schema
from deploycheck.domains.openapi.specification import Spot

DOCUMENTATION = ("title", "description", "example", "examples", "externalDocs", "xml", "$comment")
PLACES = ("properties", "items", "required", "allOf", "anyOf", "oneOf", "$ref", "$defs", "definitions", "nullable",
          "patternProperties")  # fmt: skip
UNIONS = ("oneOf", "anyOf")


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a union, under a name that people know."""

    label: str
    schema: Schema
    pointer: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one side says about a place: its own schema objects, joined; and the members of its union apart."""

    own: Composition
    nullable: bool
    source: tuple[tuple[Schema, str], ...] = ()
    union: str = ""
    members: tuple[Member, ...] = ()
    values: Mapping[str, tuple[Any, Part]] = field(default_factory=dict)

    def spot(self, keyword: str) -> Spot:
        """Give the place of a keyword, else of the whole schema."""
        found = self.values.get(keyword) or self.own.first(keyword)
        return self.own.spot(found[1], keyword) if found else self.own.here

    @property
    def as_members(self) -> tuple[Member, ...]:
        """Give it as the only member of a union; empty where it says nothing."""
        return tuple(
            Member(_label(schema, 0, self.own.definitions), schema, at)
            for schema, at in self.source[:1]
            if isinstance(schema, dict)
        )

    @property
    def identity(self) -> frozenset[str]:
        """What it is made of, to know it again."""
        return frozenset(part.pointer for part in self.own.parts)


def statement(found: list[tuple[Schema, str]], definitions: Definitions, start: Spot) -> Statement:
    """Join what `allOf` and references bring together; a union with null alone is its other member, nullable."""
    parts: list[Part] = []
    members: list[Member] = []
    union, nullable, seen = "", False, set[str]()
    waiting = list(reversed(found))
    while waiting and len(parts) < MAX_PARTS:
        schema, pointer = waiting.pop()
        if not isinstance(schema, dict) or pointer in seen:
            continue
        seen.add(pointer)
        parts.append(Part(schema, pointer))
        for keyword in UNIONS:
            listed = [*_members(schema, pointer, keyword, definitions)]
            others = [one for one in listed if one.schema != {"type": "null"}]
            nullable = nullable or len(others) < len(listed)
            if len(others) == 1:
                waiting.append((others[0].schema, others[0].pointer))
            elif others:
                union = keyword
                members.extend(others)
        waiting.extend(reversed([*_together(schema, pointer, definitions)]))
    own = Composition(tuple(parts), definitions, start)
    values, null = _values(parts)
    return Statement(own, nullable or null, tuple(found), union, tuple(members), values)


def _members(schema: Mapping[str, Any], pointer: str, keyword: str, definitions: Definitions) -> Iterator[Member]:
    listed = schema.get(keyword)
    for index, member in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(member, dict):
            yield Member(_label(member, index, definitions), member, f"{pointer}/{keyword}/{index}")


def _label(member: Mapping[str, Any], index: int, definitions: Definitions) -> str:
    reference = member.get("$ref")
    if isinstance(reference, str):
        return definitions.called(reference)
    for name in ("title", "const", "type"):
        if isinstance(member.get(name), str):
            return str(member[name])
    return f"number {index + 1}"


def _together(schema: Mapping[str, Any], pointer: str, definitions: Definitions) -> Iterator[tuple[Any, str]]:
    listed = schema.get("allOf")
    for index, member in enumerate(listed if isinstance(listed, list) else ()):
        yield member, f"{pointer}/allOf/{index}"
    if target := definitions.target(schema.get("$ref")):
        yield target[1], f"/$defs/{target[0]}"


def _values(parts: list[Part]) -> tuple[dict[str, tuple[Any, Part]], bool]:
    """Give every keyword's value with the part that says it, and whether null is a value."""
    found: dict[str, tuple[Any, Part]] = {}
    null = False
    for part in parts:
        for keyword, written in part.schema.items():
            if keyword in PLACES:
                continue
            value, has_null = _without_null(keyword, written)
            null = null or has_null
            if keyword in found:
                value = _both(found[keyword][0], value)
            found[keyword] = (value, found[keyword][1] if keyword in found else part)
    return _with_formats(found), null


def _without_null(keyword: str, value: Any) -> tuple[Any, bool]:  # noqa: ANN401  as written
    if keyword not in {"type", "enum"} or not isinstance(value, list):
        return value, False
    null = "null" if keyword == "type" else None
    kept = [one for one in value if one != null]
    if keyword == "type" and len(kept) == 1:
        return kept[0], len(kept) < len(value)
    return kept or value, keyword == "type" and bool(kept) and len(kept) < len(value)


def _both(one: Any, other: Any) -> Any:  # noqa: ANN401  as written
    """Keep what two schema objects say with the same keyword; the same once."""
    return one if key(one) == key(other) else [one, other]


def _with_formats(found: dict[str, tuple[Any, Part]]) -> dict[str, tuple[Any, Part]]:
    """Give integer formats back their names: the normal form writes their bounds."""
    low, high = found.get("minimum"), found.get("maximum")
    if high is None:
        return found
    for name, (least, most) in INTEGER_FORMATS.items():
        if high[0] == most and "format" not in found:
            kept = {word: value for word, value in found.items() if word != "maximum"}
            if low is not None and low[0] == least:
                del kept["minimum"]
            return {**kept, "format": (name, high[1])}
    return found
