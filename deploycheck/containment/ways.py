"""How many schema objects speak about one value, so that nobody starts to walk through two to the power of forty."""

from collections.abc import Callable, Hashable
from typing import Any, Final

from deploycheck.containment.composition import branches, conjuncts
from deploycheck.containment.document import reference
from deploycheck.containment.model import Json

MOST: Final = 1_000_000
"""Schema objects for one value beyond which no validator is asked."""

Followed = tuple[Hashable, Json, str]
"""What a reference names: its identity, the schema there, and the document in which that one's references are read."""


class Ways:
    """Counts, each reference followed each time; what contains itself in place counts as one there.

    `follow` gives what the reference of a schema object in a document names, None where it has none. A count above
    `most` only says that it is above.
    """

    def __init__(self, follow: Callable[[dict[str, Any], str], Followed | None], most: int) -> None:
        self._follow = follow
        self._most = most
        self._known: dict[Hashable, int] = {}

    def many(self, schema: Json, document: str = "") -> bool:
        """Whether more objects than `most` speak about a value; raises RecursionError for endless chains."""
        return self._count(schema, document) > self._most

    def _count(self, schema: Json, document: str) -> int:
        if not isinstance(schema, dict):
            return 1
        total = 1
        named = self._follow(schema, document)
        if named is not None:
            total += self._named(named)
        for part in (*conjuncts(schema), *branches(schema), schema.get("not"), schema.get("if")):
            if part is not None:
                total += self._count(part, document)
        return min(total, self._most + 1)

    def _named(self, named: Followed) -> int:
        identity, schema, document = named
        if identity not in self._known:
            self._known[identity] = 1
            self._known[identity] = self._count(schema, document)
        return self._known[identity]


def endless(document: Json) -> bool:
    """Whether a compiled document holds a place with more parts than a validator can walk."""
    if not isinstance(document, dict) or "$defs" not in document:
        return False  # without references, what is written is what is walked
    definitions = document["$defs"]

    def follow(schema: dict[str, Any], _: str) -> Followed | None:
        name = reference(schema.get("$ref"))
        return None if name is None else (name, definitions.get(name), "")

    ways = Ways(follow, MOST)
    try:
        return any(ways.many(part) for part in (document, *definitions.values()))
    except RecursionError:
        return True
