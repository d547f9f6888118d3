"""What containment and the walk over places say about one schema that callers send or receive."""

from collections.abc import Iterable
from dataclasses import replace

from deploycheck.containment.model import Comparison, Difference, Place, Undecided
from deploycheck.documents.document import pointer as pointer_of
from deploycheck.domains.openapi.changes.ambiguity import ambiguities
from deploycheck.domains.openapi.changes.annotations import annotation_changes
from deploycheck.domains.openapi.changes.change import Changes, SpecChange
from deploycheck.domains.openapi.changes.closing import newly_closed
from deploycheck.domains.openapi.changes.dialects import dialect
from deploycheck.domains.openapi.changes.effects import without_effect
from deploycheck.domains.openapi.changes.impossible import VALUES, nothing_at, unexpected
from deploycheck.domains.openapi.changes.properties import property_changes, takes_anything, without_taken_out
from deploycheck.domains.openapi.changes.relaxed import relaxed_changes
from deploycheck.domains.openapi.changes.topic import Topic, spots, steps, undecided_change
from deploycheck.domains.openapi.changes.unions import union_changes
from deploycheck.domains.openapi.model import Lifecycle
from deploycheck.domains.openapi.operations import lifecycle
from deploycheck.domains.openapi.places import Composition, PlacePair
from deploycheck.model.severity import Impact


def schema_changes(topic: Topic) -> Changes:
    """Give everything that differs between the two schemas of a topic."""
    if topic.judge.same(topic.base.schema, topic.head.schema):
        return
    if named := dialect(topic.judge.base) or dialect(topic.judge.head):
        reason = f"could not be proved: its schemas follow {named}, which is not known"
        yield undecided_change(topic, Undecided((), "jsonSchemaDialect", "", "", reason))
        return
    ask = topic.judge.request if topic.direction == "request" else topic.judge.response
    answer = ask(topic.base.schema, topic.head.schema)
    places = topic.places()
    described = without_taken_out(topic, answer)
    yield from _judged(topic, described)
    closed = [] if topic.pair.breaking else list(newly_closed(topic, answer, places))
    yield from closed
    yield from property_changes(topic, described, places)
    yield from annotation_changes(topic, places)
    if topic.pair.breaking:
        return
    yield from without_effect(topic, places)
    yield from ambiguities(topic, places)
    yield from union_changes(topic, places)
    yield from relaxed_changes(topic, answer, places, {change.place for change in closed})


def _judged(topic: Topic, answer: Comparison) -> Changes:
    unfit: set[Place] = set()
    for alike in _alike(answer.differences):
        difference = alike[0]
        if difference.keyword in VALUES and nothing_at(topic, steps(difference.place), "base"):
            if difference.place not in unfit:
                yield unexpected(topic, difference)
            unfit.add(difference.place)
        elif topic.as_text and difference.keyword == "type":
            yield undecided_change(topic, _unwritten(difference))
        else:
            yield _with_more(_difference(topic, difference), alike[1:])
    for open_place in answer.undecided:
        yield undecided_change(topic, open_place)
    if answer.verdict == "unknown" and not answer.undecided:
        yield undecided_change(topic, Undecided((), "", "", "", answer.reason))
    if answer.vacuous:
        yield _vacuous(topic)


def _alike(found: Iterable[Difference]) -> list[list[Difference]]:
    """Put together what the same lines of both specs say about the same name, the outermost place first."""
    groups: dict[tuple[object, ...], list[Difference]] = {}
    for one in sorted(found, key=lambda one: (len(one.place), steps(one.place))):
        key = (one.keyword, one.sender_pointer, one.receiver_pointer, steps(one.place)[-1:])
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _with_more(change: SpecChange, others: list[Difference]) -> SpecChange:
    if not others:
        return change
    count = f"{len(others)} more place{'s' if len(others) > 1 else ''}"
    return replace(change, text=f"{change.text} (and at {count})", more=tuple(steps(one.place) for one in others))


def _unwritten(found: Difference) -> Undecided:
    """Say that a difference in types means nothing sure where the body is no JSON."""
    reason = "could not be proved: the body is no JSON, so how types are written is open"
    return Undecided(found.place, found.keyword, found.sender_pointer, found.receiver_pointer, reason)


def _vacuous(topic: Topic) -> SpecChange:
    """Say that a proof means nothing because nothing can be sent; no concern where head mended that.

    Where base admitted nothing either, the change is no worse than what was there.
    """
    still = topic.judge.nothing(topic.head.schema, "head", topic.direction)
    text = "admits no value" if still else "admitted no value, so that nothing could be proved about it"
    change = topic.pair.change(
        "schema-unsatisfiable",
        f"{topic.title} {text}",
        at=topic.head.spot,
        was=topic.base.spot,
        aspect=topic.aspect,
        direction=topic.direction,
        impact=Impact.BEHAVIOURAL if still else None,
        status=topic.status,
    )
    return replace(change, existing=still and topic.judge.nothing(topic.base.schema, "base", topic.direction))


def _difference(topic: Topic, difference: Difference) -> SpecChange:
    place = steps(difference.place)
    sender, receiver = spots(topic, difference)
    request = topic.direction == "request"
    kind, impact = classify(topic, difference)
    text = f"{topic.named(place)}: {difference.message}" if difference.message else topic.named(place)
    if _left_out(topic, difference):
        impact = Impact.BEHAVIOURAL
        text = (
            f"{topic.named(place)}: {'base' if request else 'head'} names properties and no type: {difference.message}"
        )
    return topic.pair.change(
        kind,
        text,
        at=receiver if request else sender,
        was=sender if request else receiver,
        aspect=f"{topic.within(place)}.{difference.keyword}",
        effect="narrowed" if request else "widened",
        direction=topic.direction,
        impact=impact,
        before=difference.keyword,
        after=difference.failing,
        witness=topic.witness(difference.witness, pointer_of(difference.place), topic.sentence(difference)),
        status=topic.status,
        place=place,
        lifecycle=_lifecycle(topic, place) if kind == "response-property-removed" else topic.lifecycle,
    )


def _left_out(topic: Topic, difference: Difference) -> bool:
    """Whether the sender describes an object and does not say that it is one: hardly anybody sends something else."""
    pair = topic.located(steps(difference.place)) if difference.keyword == "type" else None
    if pair is None:
        return False
    sender = pair.base if topic.direction == "request" else pair.head
    return bool(sender.names()) and not any("type" in part.schema for part in sender.parts)


def _lifecycle(topic: Topic, place: tuple[str, ...]) -> Lifecycle:
    """Give what base says about the future of the property at a place."""
    around = topic.located(place[:-1])
    part = around.base.names().get(place[-1]) if around is not None else None
    return lifecycle(part.schema["properties"][place[-1]]) if part is not None else topic.lifecycle


def classify(topic: Topic, difference: Difference) -> tuple[str, Impact]:
    """Name the rule that a checked witness belongs to, and what kind of change it is."""
    impact = Impact.BEHAVIOURAL if difference.only_format and topic.direction == "request" else Impact.INCOMPATIBLE
    place = steps(difference.place)
    around = topic.located(place[:-1]) if place else None
    if topic.locus == "header":
        return _of_a_header(topic, difference)
    if topic.locus == "parameter":
        if place and around is not None and difference.keyword != "required" and _was_free_form(around, place[-1]):
            return "free-form-now-described", Impact.BEHAVIOURAL
        return "parameter-schema-narrowed", impact
    if topic.direction == "request":
        if difference.keyword == "required":
            return "request-property-now-required", impact
        if place and around is not None and _was_free_form(around, place[-1]):
            return "free-form-now-described", Impact.BEHAVIOURAL
        return "request-body-narrowed", impact
    if difference.keyword == "required":
        gone = around is None or place[-1] not in around.head.visible("response")
        return ("response-property-removed" if gone else "response-property-now-optional"), impact
    if difference.keyword in _CLOSING and place and _newly_named(around, place[-1]):
        return "response-property-added", Impact.RESPONSE_ENUM_GROWN
    if difference.keyword in ("enum", "const") and _lists_values(topic.located(place)):
        return "response-enum-grown", Impact.RESPONSE_ENUM_GROWN
    return "response-schema-widened", impact


def _of_a_header(topic: Topic, difference: Difference) -> tuple[str, Impact]:
    if difference.keyword in ("enum", "const") and _lists_values(topic.located(steps(difference.place))):
        return "response-enum-grown", Impact.RESPONSE_ENUM_GROWN
    return "response-header-widened", Impact.INCOMPATIBLE


_CLOSING = ("additionalProperties", "unevaluatedProperties")


def _newly_named(around: PlacePair | None, name: str) -> bool:
    """Whether head declares a property that base, or the branch of base that was meant, ruled out by being closed."""
    return around is not None and name in around.head.names()


def _lists_values(pair: PlacePair | None) -> bool:
    """Whether head still lists the values, so that only members were added."""
    if pair is None:
        return False
    return any(isinstance(part.schema.get(key), list | str) for part in pair.head.parts for key in ("enum", "const"))


def _was_free_form(pair: PlacePair, name: str) -> bool:
    """Whether base took anything under a name that head describes."""
    if name not in pair.head.names():
        return False
    return not _speaks_of_names(pair.base) or (name not in pair.base.names() and takes_anything(pair.base))


def _speaks_of_names(side: Composition) -> bool:
    return bool(side.names()) or side.takes_more or bool(side.required())
