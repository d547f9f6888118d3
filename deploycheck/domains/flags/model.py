"""Flags, the calls that read them, and what one snapshot knows of both."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from deploycheck.model.location import Location, Related
from deploycheck.model.record import Record, field

FlagType = Literal["boolean", "string", "number", "object", "unknown"]


class Flag(Record):
    """One flag as a definition file declares it.

    `serves` is the one variant that everybody gets whatever their context, None when that depends on somebody or is
    not decidable; `served` are all variants that somebody may get, None when undecidable. `off` is the value a disabled
    flag resolves to as far as the file says it. `lines` are the first and last line of its definition. `shape` is a
    digest of everything that decides its values.
    """

    key: str
    type: FlagType
    variants: Mapping[str, Any]
    default: str | None
    enabled: bool
    serves: str | None
    served: frozenset[str] | None
    location: Location
    lines: tuple[int, int]
    service: str | None = None
    off: Any = None
    description: str = ""
    owner: str | None = None
    kind: str | None = None
    created: date | None = None
    expires: date | None = None
    shape: str = ""

    @property
    def component(self) -> str:
        """Its name among the contracts' components."""
        return component_of(self.key)

    @property
    def atoms(self) -> frozenset[str]:
        """What it provides: itself, and itself as a value of its type."""
        return frozenset((atom_of(self.key), atom_of(self.key, self.type)))


class FlagCall(Record):
    """A place in code that reads a flag.

    `function` is the name of what is called; `type` what it asks for. `certain` is False where only the name of a
    function of the project's own suggests that its argument is a flag's key. `test` says that it stands in a test.
    """

    key: str
    type: FlagType
    function: str
    location: Location
    service: str | None = None
    certain: bool = True
    test: bool = False


class FlagModel(Record):
    """All flags of one snapshot and all that reads them.

    `words` are the words of every file that was scanned, by path; `literals` the places of quoted texts that equal a
    declared key, by key. `homes` are the places where the flags of each definition file begin, by path.
    """

    flags: Mapping[str, Flag] = field(default_factory=dict)
    repeated: Mapping[str, tuple[Flag, ...]] = field(default_factory=dict)
    calls: Mapping[str, tuple[FlagCall, ...]] = field(default_factory=dict)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    literals: Mapping[str, tuple[Location, ...]] = field(default_factory=dict)
    contents: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, Location] = field(default_factory=dict)

    def readers(self, key: str) -> tuple[FlagCall, ...]:
        """Give the calls outside of tests that read `key`."""
        return tuple(call for call in self.calls.get(key, ()) if not call.test)

    def mentions(self, key: str) -> tuple[str, ...]:
        """Name the scanned files in which `key` stands as a word, or between quotes."""
        quoted = {place.path for place in self.literals.get(key, ())}
        return tuple(sorted(quoted | {path for path, words in self.words.items() if key in words}))

    @property
    def keys(self) -> Iterable[str]:
        """Every declared key, sorted."""
        return sorted(self.flags)


class FlagChange(Record):
    """One flag in base and head; None on the side that lacks it. `renamed_to` names its successor."""

    key: str
    base: Flag | None
    head: Flag | None
    renamed_to: Flag | None = None
    nearest: Location | None = None
    readers: tuple[FlagCall, ...] = ()
    mentions: tuple[Location, ...] = ()

    @property
    def location(self) -> Location:
        """Where it stands in head, else what is nearest to where it stood."""
        if self.head is not None:
            return self.head.location
        if self.renamed_to is not None:
            return self.renamed_to.location
        return self.nearest or Location("")

    @property
    def service(self) -> str | None:
        """The service in whose folder its definition lies."""
        flag = self.head or self.base
        return flag.service if flag else None

    @property
    def was(self) -> tuple[Related, ...]:
        """Its place in base, for a finding's related places."""
        return (Related("was", self.base.location.on("base")),) if self.base else ()

    @property
    def removed(self) -> bool:
        """Whether it is gone, not just under another key."""
        return self.base is not None and self.head is None and self.renamed_to is None

    @property
    def retyped(self) -> bool:
        """Whether its values have another type now."""
        if self.base is None or self.head is None:
            return False
        return self.base.type != self.head.type and "unknown" not in (self.base.type, self.head.type)


class FlagDiff(Record):
    """The flags that differ between a live version and head."""

    changes: tuple[FlagChange, ...] = ()


def component_of(key: str) -> str:
    """Name the contract component of a flag."""
    return f"flag.{key}"


def atom_of(key: str, type_: str = "") -> str:
    """Give the atom of a flag, or of a flag whose values have a type."""
    return f"flag:{key}@{type_}" if type_ else f"flag:{key}"
