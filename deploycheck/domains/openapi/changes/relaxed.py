"""Changes of schemas that hurt nobody: a request takes more, a response promises more."""

from collections.abc import Container, Iterator
from typing import Any

from deploycheck.containment.document import encoded
from deploycheck.containment.exact import key
from deploycheck.containment.model import Comparison
from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.changes.closing import CLOSEDNESS
from deploycheck.domains.openapi.changes.impossible import VALUES, impossible
from deploycheck.domains.openapi.changes.topic import Topic, steps
from deploycheck.domains.openapi.places import Composition, Part, PlacePair
from deploycheck.domains.openapi.specification import Spot

_VALUES = (
    "type", "enum", "const", "format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minContains", "maxContains",
    "minProperties", "maxProperties", "required", "dependentRequired",
)  # fmt: skip
"""Keywords whose values are compared as they stand; the order of what they list means nothing."""
_SCHEMAS = ("not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties",
            "unevaluatedItems", "additionalProperties", "items")  # fmt: skip
_MANY = ("prefixItems", "patternProperties", "dependentSchemas")
_UNIONS = ("anyOf", "oneOf")
_MOST_PAIRS = 10_000
"""Beyond so many pairs of members nobody asks which of them are the same; containment has asked about them all."""


def relaxed_changes(
    topic: Topic, answer: Comparison, places: tuple[PlacePair, ...], closed: Container[tuple[str, ...] | None]
) -> Changes:
    """Give what changed at places where nothing breaks and nothing stayed open, keyword by keyword.

    `closed` are the places about which was told that they reject undeclared names now.
    """
    if answer.verdict == "unknown" or answer.vacuous:
        return
    places = places if topic.written is None else topic.places(as_written=True)
    told = [steps(one.place) for one in answer.differences] + [steps(one.place) for one in answer.undecided]
    for pair in places:
        if any(_touch(pair.place, place) for place in told):
            continue
        yield from _members(topic, pair)
        changed = list(_keywords(topic, pair))
        if any(one[0] in VALUES for one in changed) and (never := impossible(topic, pair)):
            yield never
            continue
        for keyword, here, before, after in changed:
            if keyword in CLOSEDNESS and pair.place in closed:
                continue
            yield _change(topic, pair, keyword, here, (before, after))


def _touch(place: tuple[str, ...], told: tuple[str, ...]) -> bool:
    """Whether what was told stands at the place, or holds it."""
    return place[: len(told)] == told or (len(told) == len(place) + 1 and told[: len(place)] == place)


def _keywords(topic: Topic, pair: PlacePair) -> Iterator[tuple[str, Spot, Any, Any]]:
    old, new = list(pair.base.names()), list(pair.head.names())
    if bool(old) != bool(new):
        yield "properties", pair.head.here, old, new
    words = pair.base.words | pair.head.words
    for keyword in (one for one in _VALUES if one in words):
        base, head = _values(pair.base, keyword), _values(pair.head, keyword)
        if base.keys() != head.keys():
            yield keyword, _spot(pair.head, keyword), _shown(base, head), _shown(head, base)
    for keyword in (one for one in (*_SCHEMAS, *_MANY) if one in words):
        old, new = (
            [part.schema[keyword] for part in side.parts if keyword in part.schema] for side in (pair.base, pair.head)
        )
        if _differ(topic, keyword, old, new):
            yield keyword, _spot(pair.head, keyword), old[:1], new[:1]


def _values(side: Composition, keyword: str) -> dict[Any, Any]:
    """Give what the parts say with a keyword; members of lists one by one, `required` of unions left out."""
    found: dict[Any, Any] = {}
    for part in side.parts:
        if keyword not in part.schema or (keyword == "required" and part.branch):
            continue
        value = part.schema[keyword]
        for one in value if isinstance(value, list) and keyword in _LISTS else [value]:
            found[key(one)] = one
    return found


_LISTS = ("type", "enum", "required")


def _shown(one: dict[Any, Any], other: dict[Any, Any]) -> list[Any]:
    return [value for name, value in one.items() if name not in other]


def _differ(topic: Topic, keyword: str, base: list[Any], head: list[Any]) -> bool:
    """Whether presence differs, or what stands there where no walk leads."""
    if bool(base) != bool(head):
        return True
    if not base or keyword in ("items", "additionalProperties"):
        return any(isinstance(one, bool) for one in (*base, *head)) and base != head
    if len(base) != len(head):
        return True
    return not all(_same(topic, one, other) for one, other in zip(base, head, strict=True))


def _same(topic: Topic, base: Any, head: Any) -> bool:  # noqa: ANN401  as written
    if isinstance(base, list) and isinstance(head, list):
        return topic.judge.same({"prefixItems": base}, {"prefixItems": head})
    if isinstance(base, dict | bool) and isinstance(head, dict | bool):
        return topic.judge.same(base, head)
    return bool(base == head)


def _members(topic: Topic, pair: PlacePair) -> Changes:
    """Tell members of unions that came or went; those that another member takes in where they would have hurt."""
    for keyword in (one for one in _UNIONS if one in pair.base.words or one in pair.head.words):
        old, new = _listed(pair.base, keyword), _listed(pair.head, keyword)
        left, right = _apart(old, new), _apart(new, old)
        if len(left) * len(new) + len(right) * len(old) > _MOST_PAIRS:
            continue
        gone = [part for part in left if not any(_same(topic, part.schema, one.schema) for one in new)]
        come = [part for part in right if not any(_same(topic, one.schema, part.schema) for one in old)]
        if not (gone or come):
            continue
        harmful = gone if topic.direction == "request" else come
        side = pair.base if topic.direction == "request" else pair.head
        if harmful and old and new and not (gone and come):
            yield _absorbed(topic, pair, keyword, side, harmful)
        else:
            names = [_title(part, pair.base) for part in gone], [_title(part, pair.head) for part in come]
            yield _change(topic, pair, keyword, _spot(pair.head, keyword), names)


def _apart(some: list[Part], others: list[Part]) -> list[Part]:
    """Leave out the members that stand on the other side, too, as they are written."""
    texts = {encoded(part.schema) for part in others}
    return [part for part in some if encoded(part.schema) not in texts]


def _listed(side: Composition, keyword: str) -> list[Part]:
    return [
        Part(member, f"{part.pointer}/{keyword}/{index}", branch=True)
        for part in side.parts
        for index, member in enumerate(_list(part.schema.get(keyword)))
        if isinstance(member, dict)
    ]


def _list(value: Any) -> list[Any]:  # noqa: ANN401  as written
    return value if isinstance(value, list) else []


def _title(part: Part, side: Composition) -> str:
    reference = part.schema.get("$ref")
    if isinstance(reference, str):
        return side.definitions.called(reference)
    return str(part.schema.get("title") or part.schema.get("type") or part.pointer.rpartition("/")[2])


def _absorbed(topic: Topic, pair: PlacePair, keyword: str, side: Composition, members: list[Part]) -> SpecChange:
    request = topic.direction == "request"
    names = ", ".join(_title(part, side) for part in members)
    spot = side.spot(members[0])
    happened = "went, and what it took is still taken" if request else "came, and what it gives was expected already"
    return topic.pair.change(
        "union-member-absorbed",
        f"{topic.named(pair.place)}: member {names} of {keyword} {happened}",
        at=pair.head.here if request else spot,
        was=spot if request else pair.base.here,
        aspect=f"{topic.within(pair.place)}.{keyword}",
        direction=topic.direction,
        impact=None,
        before=names if request else None,
        after=None if request else names,
        status=topic.status,
        place=pair.place,
    )


def _spot(side: Composition, keyword: str) -> Spot:
    found = side.first(keyword)
    return side.spot(found[1], keyword) if found else side.here


def _change(topic: Topic, pair: PlacePair, keyword: str, here: Spot, values: tuple[list[Any], list[Any]]) -> SpecChange:
    request = topic.direction == "request"
    before, after = values
    return topic.pair.change(
        "request-schema-widened" if request else "response-schema-narrowed",
        f"{topic.named(pair.place)}: {keyword} {_said(before, after)}",
        at=here,
        was=_spot(pair.base, keyword),
        aspect=f"{topic.within(pair.place)}.{keyword}",
        effect="widened" if request else "narrowed",
        direction=topic.direction,
        impact=None,
        before=before,
        after=after,
        status=topic.status,
        place=pair.place,
    )


def _said(before: list[Any], after: list[Any]) -> str:
    if not before:
        return f"{_show(after)} was added"
    if not after:
        return f"{_show(before)} was dropped"
    return f"changed from {_show(before)} to {_show(after)}"


def _show(values: list[Any]) -> str:
    text = ", ".join("a schema" if isinstance(one, dict | list) else str(one) for one in values)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


_LONGEST = 60
