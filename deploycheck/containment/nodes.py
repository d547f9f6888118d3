"""Compiled schemas as the prover handles them: nodes, and conjunctions of nodes."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from deploycheck.containment.document import PREFIX, encoded
from deploycheck.containment.model import Schema
from deploycheck.containment.reading import Side

_numbers = count()


class Node:
    """One compiled schema object of one side; equal only to itself."""

    __slots__ = ("_meaning", "_plain", "any_of", "key", "lists", "schema", "side", "truth", "uid")

    def __init__(self, schema: Schema, side: "Graph | None", key: str | None = None) -> None:
        self.schema = schema
        self.side = side
        self.key = key
        self.uid = next(_numbers)
        self.truth = schema if isinstance(schema, bool) else None
        self.lists = isinstance(schema, dict) and ("const" in schema or "enum" in schema)
        self.any_of: tuple[Conj, ...] = ()
        self._plain: bytes | None = None
        self._meaning: int | None = None

    @property
    def pointer(self) -> str:
        """Where in the source document the schema stands; empty for what we made up."""
        return str(self.schema.get("$comment", "")) if isinstance(self.schema, dict) else ""

    @property
    def seeds(self) -> list[Any]:
        """The values that the author of the schema proposes, in examples and defaults."""
        return self.schema.get("x-seeds", []) if isinstance(self.schema, dict) else []

    @property
    def plain(self) -> bytes:
        """The text of a schema that speaks about single values only and refers to nothing; empty for any other.

        Nodes of the same text mean the same, on whichever side they stand: what is found out for one holds for all,
        but for the values that its author proposes (`seeds`).
        """
        if self._plain is None:
            schema = self.schema
            if isinstance(schema, dict) and not self.any_of and schema.keys() <= _PLAIN:
                self._plain = encoded({key: schema[key] for key in schema if key not in _BESIDE}) or b""
            else:
                self._plain = b""
        return self._plain

    @property
    def meaning(self) -> int:
        """A number that nodes of one side share when they mean the same, because their sources are the same text.

        Only what stands at the root of a place is known by its text; any other node has a number of its own.
        """
        if self._meaning is None:
            text = self.side.side.text(self.schema) if self.side is not None and not self.any_of else None
            self._meaning = self.uid if text is None or self.side is None else self.side.meaning(text, self.uid)
        return self._meaning


class Named(Node):
    """The node of a definition that is an object with keywords of its own, compiled when its schema is asked for.

    Two of the same text are told to be alike without that.
    """

    __slots__ = ()

    def __init__(self, key: str, side: "Graph") -> None:
        self.side = side
        self.key = key
        self.uid = next(_numbers)
        self.truth = None
        self.lists = side.side.lists(key)
        self.any_of = ()
        self._plain = None
        self._meaning = self.uid

    def __getattr__(self, name: str) -> Schema:
        if name != "schema" or self.side is None or self.key is None:
            raise AttributeError(name)
        self.schema = self.side.compiled(self.key, self)
        return self.schema


_PLAIN = frozenset(
    ("$comment", "x-seeds", "type", "enum", "const", "format", "pattern", "minLength", "maxLength", "minimum",
     "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
)  # fmt: skip
_BESIDE = frozenset({"$comment", "x-seeds"})
"""Words that stand beside a schema and ask for nothing."""

Conj = tuple[Node, ...]
"""Nodes that all hold for one place, in the order of their numbers; empty means anything."""

Meaning = int | tuple[int, ...]
"""What a conjunction means: where it is the same, everything found out is the same but for the places in the source."""


def meaning(place: Conj) -> Meaning:
    """Give what a conjunction means."""
    if len(place) != 1:
        return tuple([node.meaning for node in place])
    known = place[0]._meaning  # noqa: SLF001  the same module; asked so often that the property would be most of it
    return place[0].meaning if known is None else known


NOTHING = Node(schema=False, side=None)
ANYTHING: Conj = ()
IMPOSSIBLE: Conj = (NOTHING,)


def conj(nodes: Iterable[Node]) -> Conj:
    """Give a conjunction without repetitions; one impossible member makes the whole impossible."""
    unique = {node.uid: node for node in nodes if node.truth is not True}
    if any(node.truth is False for node in unique.values()):
        return IMPOSSIBLE
    return tuple(unique[uid] for uid in sorted(unique))


def alone(node: Node) -> Conj:
    """Give the conjunction of one node."""
    if node.truth is None:
        return (node,)
    return ANYTHING if node.truth else IMPOSSIBLE


def union(members: Iterable[Conj]) -> Conj:
    """Give a place that one of several conjunctions describes."""
    parts = list(dict.fromkeys(members))
    if ANYTHING in parts:
        return ANYTHING
    parts = [part for part in parts if part is not IMPOSSIBLE]
    if len(parts) < 2:  # noqa: PLR2004 - one member is no union
        return parts[0] if parts else IMPOSSIBLE
    node = Node({}, None)
    node.any_of = tuple(parts)
    return (node,)


class Graph:
    """The nodes of one side; a schema object always gives the same node."""

    __slots__ = ("_meanings", "_named", "_nodes", "side")

    def __init__(self, side: Side) -> None:
        self.side = side
        self._nodes: dict[int, Node] = {}
        self._named: dict[str, Node] = {}
        self._meanings: dict[bytes, int] = {}

    def meaning(self, text: bytes, number: int) -> int:
        """Give the number of the first node whose source has a text; that is `number` if there was none."""
        return self._meanings.setdefault(text, number)

    def node(self, schema: Schema) -> Node:
        """Give the node of a compiled schema; a bare reference gives its target."""
        if isinstance(schema, bool):
            return Node(schema, self) if schema else NOTHING
        known = self._nodes.get(id(schema))
        if known is None:
            known = self._follow(schema)
            self._nodes[id(schema)] = known
            if isinstance(known, Named) or known.schema is not schema:
                self._keep(schema)
        return known

    def compiled(self, key: str, node: Node) -> Schema:
        """Compile the definition of a node that has its name only."""
        schema = self.side.definition(key)
        self._nodes.setdefault(id(schema), node)
        return schema

    def _keep(self, schema: dict[str, Any]) -> None:
        """Keep an object alive as long as its identity is a key."""
        self._nodes[-id(schema)] = Node(schema, self)

    def _follow(self, schema: dict[str, Any]) -> Node:
        key: str | None = None
        target: Schema = schema
        seen: set[str] = set()
        while isinstance(target, dict) and "$ref" in target and len(target) - ("$comment" in target) == 1:
            key = target["$ref"][len(PREFIX) :]
            if key in seen:
                return Node(schema=True, side=self)
            seen.add(key)
            if self.side.described(key):
                return self._by_name(key)
            target = self.side.definition(key)
        if target is schema or isinstance(target, bool):
            return Node(target, self, key)
        known = self._nodes.get(id(target))
        if known is None:
            known = self._nodes[id(target)] = Node(target, self, key)
        elif known.key is None:
            known.key = key
        return known

    def _by_name(self, key: str) -> Node:
        if key not in self._named:
            self._named[key] = Named(key, self)
        return self._named[key]
