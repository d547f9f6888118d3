"""Schema resolution: may a reader with one schema take what was written with another; with a message for each *no*.

This is the section "Schema Resolution" of the specification of Avro 1.11 and 1.12: names are compared without their
namespace, a reader's aliases count, the first branch of a reader's union that matches is the one. Where implementations
are known to take different branches, and that makes a difference, the answer is unknown.
"""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from deploycheck.domains.messages.avro.model import (
    MISSING,
    Array,
    AvroSchema,
    Enum,
    Field,
    Fixed,
    Logical,
    Map,
    Named,
    Primitive,
    Record,
    Ref,
    Steps,
    Type,
    Union,
    label,
    short,
)
from deploycheck.domains.messages.avro.values import Frame, Values, steps_into

MOST_STEPS: Final = 50_000
MOST_LEVELS: Final = 200
_PROMOTIONS: Final = {
    "int": ("long", "float", "double"),
    "long": ("float", "double"),
    "float": ("double",),
    "string": ("bytes",),
    "bytes": ("string",),
}

Cause = Literal["type", "name", "symbol", "missing-field", "size", "branch", "decimal"]


@dataclass(frozen=True, slots=True)
class Break:
    """A message that the writer may write and the reader cannot resolve.

    `place` leads to the failing part of messages: names of fields, `*` for items of lists and values of maps.
    `witness` is a whole message in Avro's JSON encoding, and `inside` leads to its failing part. `writer` and `reader`
    lead into the two schemas.
    """

    cause: Cause
    place: tuple[str, ...]
    text: str
    witness: Any
    inside: tuple[str, ...] = ()
    writer: Steps = ()
    reader: Steps = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where the specification does not decide, or our bounds ended the search."""

    place: tuple[str, ...]
    text: str
    reader: Steps = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A place where the same bytes mean something else to the reader: another logical type."""

    place: tuple[str, ...]
    text: str
    reader: Steps = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Everything that keeps a reader from taking what a writer writes; nothing of it: it takes all of it."""

    breaks: tuple[Break, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    shifts: tuple[Shift, ...] = ()

    @property
    def verdict(self) -> Literal["compatible", "incompatible", "unknown"]:
        """One break decides; otherwise a doubt does."""
        return "incompatible" if self.breaks else "unknown" if self.doubts else "compatible"


def resolve(writer: AvroSchema, reader: AvroSchema) -> Resolution:
    """Resolve the writer's schema into the reader's; both are without flaws."""
    walk = _Walk(writer, reader, Values(writer))
    try:
        walk.resolve(writer.root, reader.root, (), ())
    except _Endless as bound:
        walk.doubts.append(Doubt((), str(bound)))
    return Resolution(tuple(walk.breaks), tuple(walk.doubts), tuple(walk.shifts))


class _Endless(Exception):  # noqa: N818 - a bound was reached, which is an answer
    """A bound was reached."""


@dataclass(slots=True)
class _Walk:
    """One walk over both schemas; each pair of named types is looked at once, where it is first met."""

    writer: AvroSchema
    reader: AvroSchema
    values: Values
    breaks: list[Break] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    steps: int = 0

    def resolve(self, written: Type, read: Type, place: tuple[str, ...], frames: tuple[Frame, ...]) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS or len(frames) > MOST_LEVELS:
            raise _Endless("the schemas are too big to be compared whole")
        if not self.values.any(written):
            return  # nobody can write this
        match written, read:
            case Union(branches=branches), _:
                for branch in branches:
                    self.resolve(branch, read, place, (*frames, ("branch", branch, "")))
            case _, Union():
                self.into_union(written, read, place, frames)
            case Array(items=items), Array(items=taken):
                self.resolve(items, taken, (*place, "*"), (*frames, ("item", written, "")))
            case Map(values=values), Map(values=taken):
                self.resolve(values, taken, (*place, "*"), (*frames, ("value", written, "")))
            case Primitive(), Primitive():
                self.primitive(written, read, place, frames)
            case Ref(), Ref():
                self.named(written, read, place, frames)
            case _:
                self.differ(written, read, place, frames)

    def differ(self, written: Type, read: Type, place: tuple[str, ...], frames: tuple[Frame, ...]) -> None:
        text = f"it is written as {self.kind(written, self.writer)} and read as {self.kind(read, self.reader)}"
        self.broken("type", text, (written, read), place, frames)

    def broken(  # noqa: PLR0913, PLR0917  a break has these parts
        self, cause: Cause, text: str, at: tuple[Type, Type], place: tuple[str, ...], frames: tuple[Frame, ...],
        part: Any = MISSING,  # noqa: ANN401  any JSON
    ) -> None:  # fmt: skip
        written, read = at
        self.values.cut = False
        value = self.values.small(written, filled=True) if part is MISSING else part
        message = self.values.whole(value, frames)
        if self.values.cut:
            self.doubts.append(Doubt(place, f"{text}; a message that shows it is too long", read.steps))
        else:
            self.breaks.append(Break(cause, place, text, message, steps_into(frames), written.steps, read.steps))

    def primitive(self, written: Primitive, read: Primitive, place: tuple[str, ...], frames: tuple[Frame, ...]) -> None:
        if not _promoted(written, read):
            self.differ(written, read, place, frames)
        elif written.type == read.type:
            self.logical((written, read), (written.logical, read.logical), place, frames)

    def logical(
        self, at: tuple[Type, Type], both: tuple[Logical | None, Logical | None], place: tuple[str, ...],
        frames: tuple[Frame, ...],
    ) -> None:  # fmt: skip
        """Two decimals match when scale and precision do; another precision alone most libraries don't notice.

        About other logical types the specification says nothing: what is read means something else.
        """
        one, other = both
        if one is None or other is None or one == other:
            return
        if one.name != other.name:
            self.shifts.append(Shift(place, f"{one.name} is written and {other.name} is read", at[1].steps))
        elif one.scale != other.scale:
            text = f"it is written as a decimal of scale {one.scale} and read as one of scale {other.scale}"
            self.broken("decimal", text, at, place, frames)
        else:
            text = (
                f"it is written as a decimal of precision {one.precision} and read as one of {other.precision}: "
                "by the specification they don't match, and most libraries take it"
            )
            self.doubts.append(Doubt(place, text, at[1].steps))

    def into_union(self, written: Type, read: Union, place: tuple[str, ...], frames: tuple[Frame, ...]) -> None:
        candidates = [branch for branch in read.branches if self.matches(written, branch)]
        if not candidates:
            text = f"it is written as {self.kind(written, self.writer)}, which the reader's {label(read)} does not take"
            self.broken("branch", text, (written, read), place, frames)
        elif len(candidates) == 1 or self.exact(written, candidates[0]):
            self.resolve(written, candidates[0], place, frames)
        else:
            self.among(written, candidates, place, frames)

    def among(self, written: Type, candidates: list[Type], place: tuple[str, ...], frames: tuple[Frame, ...]) -> None:
        """Several branches match and the first is not the same type: libraries choose differently."""
        tried = []
        for branch in candidates:
            attempt = _Walk(self.writer, self.reader, self.values, seen=set(self.seen), steps=self.steps)
            attempt.resolve(written, branch, place, frames)
            self.steps = attempt.steps
            tried.append(attempt)
        if all(not one.breaks and not one.doubts for one in tried):
            return
        if all(one.breaks for one in tried):
            self.breaks += tried[0].breaks
        else:
            text = f"several branches of the reader's union match {label(written)}, and not all of them can take it"
            self.doubts.append(Doubt(place, text, candidates[0].steps))

    def named(self, written: Ref, read: Ref, place: tuple[str, ...], frames: tuple[Frame, ...]) -> None:
        if (written.name, read.name) in self.seen:
            return
        self.seen.add((written.name, read.name))
        one, other = self.writer.named(written), self.reader.named(read)
        if type(one) is not type(other):
            self.differ(written, read, place, frames)
        elif not _same_name(one, other):
            text = f"{one.name} is written and {other.name} is read: their names differ, and no alias joins them"
            self.broken("name", text, (written, read), place, frames)
        elif isinstance(one, Enum) and isinstance(other, Enum):
            self.enums(one, other, (written, read), place, frames)
        elif isinstance(one, Fixed) and isinstance(other, Fixed):
            self.fixed(one, other, (written, read), place, frames)
        elif isinstance(one, Record) and isinstance(other, Record):
            self.records(one, other, (written, read), place, frames)

    def enums(
        self, one: Enum, other: Enum, at: tuple[Ref, Ref], place: tuple[str, ...], frames: tuple[Frame, ...]
    ) -> None:
        unknown = [symbol for symbol in one.symbols if symbol not in other.symbols]
        if unknown and other.default is None:
            listed = ", ".join(f"`{symbol}`" for symbol in unknown[:5]) + (", ..." if unknown[5:] else "")
            text = f"{listed} of {other.name} may be written, which the reader does not know and has no default for"
            self.broken("symbol", text, at, place, frames, unknown[0])

    def fixed(
        self, one: Fixed, other: Fixed, at: tuple[Ref, Ref], place: tuple[str, ...], frames: tuple[Frame, ...]
    ) -> None:
        if one.size != other.size:
            text = f"{one.name} is written with {one.size} bytes and read with {other.size}"
            self.broken("size", text, at, place, frames)
        else:
            self.logical(at, (one.logical, other.logical), place, frames)

    def records(
        self, one: Record, other: Record, at: tuple[Ref, Ref], place: tuple[str, ...], frames: tuple[Frame, ...]
    ) -> None:
        written = {part.name: part for part in one.fields}
        taken = {part.name for part in other.fields}
        for part in other.fields:
            found = _written_as(part, written)
            if found is not None and found.name != part.name and found.name in taken:
                text = f"`{found.name}` is an alias of `{part.name}` and a field of its own: libraries fill either one"
                self.doubts.append(Doubt((*place, part.name), text, part.steps))
            elif found is not None:
                inside = (*frames, ("field", one, found.name))
                self.resolve(found.type, part.type, (*place, found.name), inside)
            elif part.default is MISSING:
                text = f"the reader wants `{part.name}`, which is not written and has no default"
                target = Ref(other.name, part.steps)
                self.broken("missing-field", text, (at[0], target), (*place, part.name), frames)

    def matches(self, written: Type, read: Type) -> bool:
        """Whether two types match, as a union asks it: what is inside a record is not looked at."""
        match written, read:
            case (Union(), _) | (_, Union()):
                return True
            case Array(items=one), Array(items=other):
                return self.matches(one, other)
            case Map(values=one), Map(values=other):
                return self.matches(one, other)
            case Primitive(), Primitive():
                return _promoted(written, read)
            case Ref(), Ref():
                mine, theirs = self.writer.named(written), self.reader.named(read)
                if isinstance(mine, Fixed) and isinstance(theirs, Fixed) and mine.size != theirs.size:
                    return False
                return type(mine) is type(theirs) and _same_name(mine, theirs)
            case _:
                return False

    def exact(self, written: Type, read: Type) -> bool:
        """Whether a branch is the one that every library takes: the same primitive, or the same full name."""
        match written, read:
            case Primitive(type=one), Primitive(type=other):
                return one == other
            case Ref(name=one), Ref(name=other):
                return one == other
            case _:
                return True  # a union holds one list and one map at most

    @staticmethod
    def kind(type_: Type, schema: AvroSchema) -> str:
        """Say what a type is: `int`, `an array`, `the enum shop.Status`."""
        match type_:
            case Ref():
                return f"the {type(schema.named(type_)).__name__.lower()} {type_.name}"
            case Array():
                return "an array"
            case Map():
                return "a map"
            case _:
                return label(type_)


def _promoted(written: Primitive, read: Primitive) -> bool:
    return written.type == read.type or read.type in _PROMOTIONS.get(written.type, ())


def _same_name(written: Named, read: Named) -> bool:
    return short(written.name) == short(read.name) or written.name in read.aliases


def _written_as(part: Field, written: dict[str, Field]) -> Field | None:
    """Give the writer's field that a reader's field stands for: that of its name, else that of its first alias."""
    return next((written[name] for name in (part.name, *part.aliases) if name in written), None)
