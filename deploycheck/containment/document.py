"""One side's definitions: what refers to what, and what is the same on both sides."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from deploycheck.containment.keywords import SCHEMA_MAPS, VALUES
from deploycheck.containment.model import Json, Schema

PREFIX = "#/$defs/"
REFUSED = "urn:deploycheck:refused:"
"""Stands in front of the reason where a reference would stand that is not followed."""

_ENCODER = msgspec.json.Encoder(decimal_format="number", order="sorted")


def encoded(schema: Json) -> bytes | None:
    """Canonical text of a JSON value (keys sorted, `true` and 1 apart); None when it cannot be written."""
    try:
        return _ENCODER.encode(schema)
    except (RecursionError, TypeError, ValueError, OverflowError, UnicodeEncodeError):
        return None


def reference(text: object) -> str | None:
    """Give the name in `#/$defs/NAME`, or None for any other reference."""
    if not isinstance(text, str) or not text.startswith(PREFIX):
        return None
    name = text[len(PREFIX) :]
    return None if "/" in name else name.replace("~1", "/").replace("~0", "~")


def references(schema: Json) -> Iterator[str]:
    """All names that a schema refers to, without following them."""
    stack = [schema]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            name = reference(part.get("$ref"))
            if name is not None:
                yield name
            for word, value in part.items():
                if word in SCHEMA_MAPS and isinstance(value, dict):
                    stack.extend(value.values())
                elif word not in VALUES:
                    stack.append(value)
        elif isinstance(part, list):
            stack.extend(part)


def named(text: bytes | None, schema: Json) -> frozenset[str]:
    """All names that a schema with this canonical text refers to; most texts show at a glance that there are none."""
    return frozenset() if text is not None and _REFERRING not in text else frozenset(references(schema))


_REFERRING = b'"$ref"'


class Document:
    """Named schemas of one side; read lazily, so that untouched ones cost nothing."""

    __slots__ = ("_refs", "_texts", "absent", "defs", "written")

    def __init__(
        self,
        defs: Mapping[str, Schema] | None = None,
        written: Callable[[str], Json] | None = None,
        absent: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Hold definitions; `written` tells one before it is read, where reading takes time: with the same keywords.

        `absent` says of a keyword that it is known to stand in none of them.
        """
        self.absent = absent
        self.defs: Mapping[str, Schema] = defs if defs is not None else {}
        self.written: Callable[[str], Json] = written or self.defs.get
        self._refs: dict[str, frozenset[str]] = {}
        self._texts: dict[str, bytes | None] = {}

    def refs(self, name: str) -> frozenset[str]:
        """Names that one definition refers to directly."""
        known = self._refs.get(name)
        if known is None:
            if name not in self.defs:
                return frozenset()
            known = self._refs[name] = named(self.text(name), self.defs[name])
        return known

    def text(self, name: str) -> bytes | None:
        """Canonical text of one definition; None when absent or not writable."""
        if name not in self._texts:
            if name not in self.defs:
                return None
            self._texts[name] = encoded(self.defs[name])
        return self._texts[name]

    def closure(self, schema: Json) -> set[str]:
        """All names reachable from a schema."""
        return self._reach(set(references(schema)))

    def _reach(self, names: set[str]) -> set[str]:
        seen = set(names)
        stack = list(names)
        while stack:
            fresh = self.refs(stack.pop()) - seen
            seen |= fresh
            stack.extend(fresh)
        return seen


_MOST_ASKED = 20_000
"""How many answers about pairs of schemas are kept; then they are forgotten."""


class Likeness:
    """Which definitions, with all that they reach, are the same text under the same name in two documents."""

    __slots__ = ("_asked", "_clean", "_dirty", "_known", "_named", "_one", "_other")

    def __init__(self, one: Document, other: Document, known: Callable[[str], bool] = lambda _: False) -> None:
        """Compare two documents; `known` says of a name that it is already known to be the same."""
        self._known = known
        self._one = one
        self._other = other
        self._clean: set[str] = set()
        self._dirty: set[str] = set()
        self._named: dict[bytes, frozenset[str]] = {}
        self._asked: dict[tuple[int, int], tuple[Json, Json, bool]] = {}

    def same_schema(self, one: Json, other: Json) -> bool:
        """Whether two schemas and all that they reach are the same text."""
        if one is other and self._one is self._other:
            return True
        asked = (id(one), id(other))
        known = self._asked.get(asked)
        if known is None:  # both are kept with the answer, so that no other object takes their identities
            if len(self._asked) >= _MOST_ASKED:
                self._asked.clear()
            known = self._asked[asked] = one, other, self._same(one, other)
        return known[2]

    def _same(self, one: Json, other: Json) -> bool:
        text = encoded(one)
        if text is None or text != encoded(other):
            return False
        if _REFERRING not in text:
            return True
        names = self._named.get(text)
        if names is None:
            names = self._named[text] = frozenset(references(one))
        return all(self.same_name(name) for name in names)

    def same_name(self, name: str) -> bool:
        """Whether a definition and all that it reaches is the same in both documents."""
        if name in self._clean:
            return True
        if name in self._dirty:
            return False
        came: dict[str, str | None] = {name: None}
        stack = [name]
        while stack:
            current = stack.pop()
            if current in self._clean or self._known(current):
                continue
            if current in self._dirty or not self._equal(current):
                self._soil(current, came)
                return False
            for fresh in self._one.refs(current) - came.keys():
                came[fresh] = current
                stack.append(fresh)
        self._clean |= came.keys()
        return True

    def _soil(self, name: str, came: dict[str, str | None]) -> None:
        """Remember that a definition differs, and with it all on the way to it: in a ring nobody walks twice."""
        at: str | None = name
        while at is not None:
            self._dirty.add(at)
            at = came[at]

    def _equal(self, name: str) -> bool:
        one, other = self._one.defs.get(name), self._other.defs.get(name)
        if one is None or other is None:
            return False
        text = self._one.text(name)
        return text is not None and text == self._other.text(name)
