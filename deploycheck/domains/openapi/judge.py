"""Asks containment, each question once: may what one side sends be taken by the other."""

from typing import Any

from deploycheck.containment.document import Document, Likeness, encoded
from deploycheck.containment.model import Comparison, Direction, Reading
from deploycheck.containment.session import Session
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.schemas import Schema
from deploycheck.domains.openapi.untouched import Untouched, untouched

Question = tuple[str, bytes | None, bytes | None, Reading]


class Judge:
    """Answers about two versions of one API; what was asked before is remembered."""

    __slots__ = ("_answers", "_likeness", "_session", "base", "head", "untouched")

    def __init__(self, base: Api, head: Api, turned: "Judge | None" = None) -> None:
        """Judge two versions; `turned` judges the same two the other way round."""
        self.base = base
        self.head = head
        self.untouched: Untouched | None = untouched(base, head) if turned is None else turned.untouched
        self._likeness = Likeness(Document(base.definitions), Document(head.definitions), self.alike)
        self._session = Session(base.definitions, head.definitions, alike=self.alike)
        self._answers: dict[Question, Comparison] = {}

    def alike(self, name: str) -> bool:
        """Whether a definition is known to be the same in both versions, with all that it refers to."""
        place, other = self.base.definitions.place(name), self.head.definitions.place(name)
        if self.untouched is None or place is None or other is None or place.steps != other.steps:
            return False
        return self.untouched.holds(*place.steps)

    def same(self, base: Schema, head: Schema) -> bool:
        """Whether two schemas and all that they refer to are the same text."""
        return self._likeness.same_schema(base, head)

    def request(self, base: Schema, head: Schema, reading: Reading = Reading.CLOSED) -> Comparison:
        """Whether head takes what callers of base send."""
        key = ("request", encoded(base), encoded(head), reading)
        if key not in self._answers:
            self._answers[key] = self._session.request(base, head, reading)
        return self._answers[key]

    def response(self, base: Schema, head: Schema) -> Comparison:
        """Whether callers of base understand what head answers."""
        key = ("response", encoded(base), encoded(head), Reading.CLOSED)
        if key not in self._answers:
            self._answers[key] = self._session.response(base, head)
        return self._answers[key]

    def requests(self, schema: Schema) -> tuple[Any, ...]:
        """Give some values that callers of base send."""
        return self._session.samples(schema, side="base", direction="request")

    def nothing_in_head(self, schema: Schema, direction: Direction) -> bool:
        """Whether head's schema is proved to admit no value at all."""
        return self._session.unsatisfiable(schema, side="head", direction=direction)


def judge_of(base: Api, head: Api) -> Judge:
    """Give the judge of two versions; the diff and the contracts ask the same one."""
    judges = head.definitions.judges
    if base.definitions not in judges:
        turned = base.definitions.judges.get(head.definitions)
        judges[base.definitions] = Judge(base, head, turned if isinstance(turned, Judge) else None)
    judge = judges[base.definitions]
    if not isinstance(judge, Judge):
        raise TypeError("not a judge")
    return judge
