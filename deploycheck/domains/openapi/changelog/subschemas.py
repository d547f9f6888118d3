"""Schemas below words that ask a question (`not`, `if`) or speak of a part (`contains`, `prefixItems`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from deploycheck.documents.document import pointer as pointer_of
from deploycheck.domains.openapi.changelog.statements import Statement, statement
from deploycheck.domains.openapi.places import Part

SUBSCHEMAS: Final = (
    "not", "if", "then", "else", "contains", "propertyNames", "unevaluatedProperties", "unevaluatedItems",
    "contentSchema", "prefixItems", "dependentSchemas",
)  # fmt: skip
DEEPEST: Final = 20
"""How many such words may stand inside one another before a change is told without what it is."""


@dataclass(frozen=True, slots=True)
class Inner:
    """One schema below such a word on both sides, None where a side has none; `steps` lead to it."""

    steps: tuple[str, ...]
    base: Any
    head: Any

    @property
    def comparable(self) -> bool:
        """Whether both sides are schema objects, so that they can be compared word by word."""
        return isinstance(self.base, dict) and isinstance(self.head, dict)


def inner(keyword: str, base: Any, head: Any) -> Iterator[Inner]:  # noqa: ANN401  as written
    """Pair the schemas below a keyword: by number in a list, by name in a map."""
    if keyword == "prefixItems" and isinstance(base, list) and isinstance(head, list):
        for index in range(max(len(base), len(head))):
            one, other = (side[index] if index < len(side) else None for side in (base, head))
            yield Inner((keyword, str(index)), one, other)
    elif keyword == "dependentSchemas" and isinstance(base, dict) and isinstance(head, dict):
        for name in sorted(base.keys() | head.keys()):
            yield Inner((keyword, name), base.get(name), head.get(name))
    else:
        yield Inner((keyword,), base, head)


def below(side: Statement, steps: tuple[str, ...], schema: Any) -> Statement:  # noqa: ANN401  as written
    """Give what one side says in a schema below a keyword."""
    return statement([(schema, holder(side, steps).pointer + pointer_of(steps))], side.own.definitions, side.own.start)


def holder(side: Statement, steps: tuple[str, ...]) -> Part:
    """Give the schema object that has the keyword."""
    return side.values[steps[0]][1]
