"""Schemas taken apart: each alternative speaks about values of a single type."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from deploycheck.containment.exact import key
from deploycheck.containment.nodes import ANYTHING, Conj, Node

Opaque = tuple[str, Node]
"""A keyword that is not taken apart, and the node it stands in."""


@dataclass(frozen=True, slots=True)
class Finite:
    """Some values, listed."""

    values: tuple[Any, ...]
    opaque: tuple[Opaque, ...] = ()
    kind: Literal["finite"] = "finite"
    _keys: list[frozenset[Any]] = field(default_factory=list, init=False, repr=False, compare=False)
    """The keys of the values, once somebody asked for them."""

    def known(self) -> frozenset[Any]:
        """Give the values as keys, so that long lists are not walked through for every question."""
        if not self._keys:
            self._keys.append(frozenset(map(key, self.values)))
        return self._keys[0]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers in an interval."""

    low: Fraction | None = None
    low_open: bool = False
    high: Fraction | None = None
    high_open: bool = False
    integer: bool = False
    multiples: tuple[Fraction, ...] = ()
    excluded: tuple[Any, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    kind: Literal["number"] = "number"


@dataclass(frozen=True, slots=True)
class Strings:
    """Strings, lengths counted in code points."""

    low: int = 0
    high: int | None = None
    patterns: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    excluded: tuple[Any, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    kind: Literal["string"] = "string"


@dataclass(frozen=True, slots=True)
class Row:
    """What one schema object says about the elements of an array."""

    prefix: tuple[Conj, ...] = ()
    rest: Conj = ANYTHING
    whole: bool = False
    """It says something about every element, so that nothing stays unevaluated."""
    evaluates: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """A `contains` with its counts."""

    node: Node
    low: int = 1
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Arrays:
    """Arrays."""

    low: int = 0
    high: int | None = None
    rows: tuple[Row, ...] = ()
    unique: bool = False
    contains: tuple[Counted, ...] = ()
    excluded: tuple[Any, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    kind: Literal["array"] = "array"


@dataclass(frozen=True, slots=True)
class Layer:
    """What one schema object says about properties: by name, by pattern, and about all other names."""

    names: dict[str, Conj] = field(default_factory=dict)
    patterns: tuple[tuple[str, Conj], ...] = ()
    rest: Conj = ANYTHING
    whole: bool = False
    """`additionalProperties` or the like stands there, so that nothing stays unevaluated."""
    evaluates: bool = True


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects."""

    required: frozenset[str] = frozenset()
    low: int = 0
    high: int | None = None
    layers: tuple[Layer, ...] = ()
    names: Conj = ANYTHING
    """What every property name satisfies."""
    maybe: tuple[Layer, ...] = ()
    """Layers of other union branches: names that they declare may be evaluated, too."""
    excluded: tuple[Any, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    kind: Literal["object"] = "object"


Alt = Finite | Numbers | Strings | Arrays | Objects

NULL = Finite((None,))
BOOLEAN = Finite((False, True))
ANY_ALT: tuple[Alt, ...] = (NULL, BOOLEAN, Numbers(), Strings(), Arrays(), Objects())
