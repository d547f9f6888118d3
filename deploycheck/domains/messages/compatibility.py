"""May a reader with one schema take what is written with another: one answer for Avro and JSON Schema."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal

from deploycheck.containment import Comparison, Difference, Session
from deploycheck.documents.document import pointer, pointer_steps
from deploycheck.domains.messages.avro import resolve
from deploycheck.domains.messages.json_schema import Bundle
from deploycheck.domains.messages.model import MessageSchema
from deploycheck.model.location import Location
from deploycheck.model.record import Record

Verdict = Literal["compatible", "incompatible", "unknown"]
MOST_REMEMBERED = 512


class Obstacle(Record):
    """A message that may be written and cannot be read.

    `place` leads to the failing part: names, `*` for elements. `witness` is the whole message, Avro's in its JSON
    encoding; `pointer` the failing place in it. `wrote` and `reads` stand in the writer's and the reader's schema.
    """

    cause: str
    place: tuple[str, ...]
    text: str
    witness: Any
    pointer: str
    wrote: Location
    reads: Location


class Open(Record):
    """A place where nothing could be decided, or about which something is to be said."""

    place: tuple[str, ...]
    text: str
    reads: Location


class Answer(Record):
    """Whether a reader takes all that a writer writes, with what stands in the way and what stayed open.

    `shifts` are places that are read without complaint, and as something else than was meant.
    """

    verdict: Verdict
    obstacles: tuple[Obstacle, ...] = ()
    open: tuple[Open, ...] = ()
    shifts: tuple[Open, ...] = ()


_YES = Answer("compatible")


def can_read(writer: MessageSchema, reader: MessageSchema) -> Answer:
    """Whether the reader's schema takes every message of the writer's; each pair is judged once."""
    if writer.digest == reader.digest and writer.format == reader.format:
        return _YES
    return _judged(writer, reader)


@lru_cache(maxsize=MOST_REMEMBERED)
def _judged(writer: MessageSchema, reader: MessageSchema) -> Answer:
    for one in (writer, reader):
        if not one.readable:
            place = reader.location
            return Answer("unknown", open=(Open((), f"{one.name} is no valid schema", place),))
    if writer.avro and reader.avro:
        return _avro(writer, reader)
    if writer.bundle and reader.bundle:
        return _json_schema(writer, reader, writer.bundle, reader.bundle)
    text = f"messages are written in {_spoken(writer)} and read in {_spoken(reader)}"
    return Answer("incompatible", (Obstacle("format", (), text, None, "", writer.location, reader.location),))


def _spoken(schema: MessageSchema) -> str:
    return "Avro's encoding" if schema.format == "avro" else "JSON"


def _avro(writer: MessageSchema, reader: MessageSchema) -> Answer:
    if writer.avro is None or reader.avro is None:
        return _YES
    found = resolve(writer.avro, reader.avro)
    obstacles = tuple(
        Obstacle(
            one.cause,
            one.place,
            one.text,
            one.witness,
            pointer(one.inside),
            writer.at(one.writer),
            reader.at(one.reader),
        )
        for one in found.breaks
    )
    doubts = tuple(Open(one.place, one.text, reader.at(one.reader)) for one in found.doubts)
    shifts = tuple(Open(one.place, one.text, reader.at(one.reader)) for one in found.shifts)
    return Answer(found.verdict, obstacles, doubts, shifts)


def _json_schema(writer: MessageSchema, reader: MessageSchema, sent: Bundle, taken: Bundle) -> Answer:
    if sent.too_big or taken.too_big:
        return Answer("unknown", open=(Open((), "the schemas are too big to be compared whole", reader.location),))
    session = Session(dict(sent.definitions), dict(taken.definitions))
    found = session.compare(sent.root, taken.root, sender="base")
    obstacles = tuple(_obstacle(one, writer, reader) for one in found.differences)
    if found.vacuous:
        text = f"{writer.name} admits no message, so that nothing could be proved about it"
        return Answer("unknown", open=(Open((), text, reader.location),))
    return Answer(found.verdict, obstacles, tuple(_open_places(found, reader)))


def _obstacle(one: Difference, writer: MessageSchema, reader: MessageSchema) -> Obstacle:
    there = one.place[:-1] if one.keyword == "required" else one.place
    return Obstacle(
        one.keyword,
        tuple(str(step) for step in one.place),
        one.message or f"the reader rejects it by `{one.keyword}`",
        one.witness,
        pointer([0 if step == "*" else step for step in there]),
        _at(writer, one.sender_pointer),
        _at(reader, one.receiver_pointer),
    )


def _open_places(found: Comparison, reader: MessageSchema) -> Iterator[Open]:
    for one in found.undecided:
        text = f"`{one.keyword}` {one.reason}" if one.keyword else one.reason
        yield Open(tuple(str(step) for step in one.place), text, _at(reader, one.receiver_pointer))
    if found.verdict == "unknown" and not found.undecided:
        yield Open((), found.reason, reader.location)


def _at(schema: MessageSchema, text: str) -> Location:
    """Turn a pointer into the bundle into a place in a file."""
    steps = pointer_steps(text)
    sources = schema.bundle.sources if schema.bundle else {}
    if len(steps) > 1 and steps[0] == "$defs" and steps[1] in sources:
        path, home = sources[steps[1]]
        return schema.at((*home, *steps[2:]), path)
    return schema.at(steps)
