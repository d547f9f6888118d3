"""Asks containment, each question once: may what one side sends be taken by the other."""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from deploycheck.containment.document import Likeness, encoded
from deploycheck.containment.model import Comparison, Direction, Reading
from deploycheck.containment.session import Session, SideName
from deploycheck.domains.openapi.link import Api
from deploycheck.domains.openapi.places import Walked
from deploycheck.domains.openapi.schemas import Schema
from deploycheck.domains.openapi.untouched import Untouched, untouched

if TYPE_CHECKING:
    from deploycheck.domains.openapi.changes.change import SpecChange

SMALL = 128 * 1024
"""Largest spec, in bytes, whose questions are told apart by all that they reach; in bigger ones that costs more."""
MOST = 10_000
"""How many answers of small specs are kept; then they are all forgotten."""
_answered: dict[bytes, Comparison] = {}

Question = tuple[str, bytes | None, bytes | None, Reading]


class Judge:
    """Answers about two versions of one API; what was asked before is remembered."""

    __slots__ = (
        "_answers", "_documents", "_likeness", "_session", "_small", "base", "breaking", "called", "head", "told",
        "untouched", "walked",
    )  # fmt: skip

    def __init__(self, base: Api, head: Api, turned: "Judge | None" = None) -> None:
        """Judge two versions; `turned` judges the same two the other way round."""
        self.base = base
        self.head = head
        self.untouched: Untouched | None = untouched(base, head) if turned is None else turned.untouched
        self._documents = base.definitions.document, head.definitions.document
        self._small = max(base.specification.root.size, head.specification.root.size) <= SMALL
        self._likeness = Likeness(*self._documents, self.alike)
        self._session = Session(*self._documents, alike=self.alike)
        self._answers: dict[Question, Comparison] = {}
        self.walked: Walked = {}
        """What was walked through already; a cache that changes no answer."""
        self.told: dict[tuple[str, str, str, str], tuple[SpecChange, ...]] = {}
        """What differs between operations, by their methods and paths; a cache that changes no answer."""
        self.breaking: dict[tuple[str, str, str, str], tuple[SpecChange, ...]] = {}
        """The same where only what breaks somebody was asked for."""
        self.called: dict[str, tuple[SpecChange, ...]] = {}
        """The same of webhooks, by their names."""

    def forget(self) -> None:
        """Begin anew, with nothing learned: an answer may name other places when others were asked for before it."""
        self._session = Session(*self._documents, alike=self.alike)
        self._answers.clear()
        _answered.clear()

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
            self._answers[key] = self._shared(key, base, head, lambda: self._session.request(base, head, reading))
        return self._answers[key]

    def response(self, base: Schema, head: Schema) -> Comparison:
        """Whether callers of base understand what head answers."""
        key = ("response", encoded(base), encoded(head), Reading.CLOSED)
        if key not in self._answers:
            self._answers[key] = self._shared(key, base, head, lambda: self._session.response(base, head))
        return self._answers[key]

    def _shared(self, question: Question, base: Schema, head: Schema, ask: Callable[[], Comparison]) -> Comparison:
        """Answer as another small spec was answered, where question and all that it refers to are the same words."""
        name = self._name(question, base, head) if self._small else None
        if name is None:
            return ask()
        if name not in _answered:
            if len(_answered) >= MOST:
                _answered.clear()
            _answered[name] = ask()
        return _answered[name]

    def _name(self, question: Question, base: Schema, head: Schema) -> bytes | None:
        """Digest a question with every definition that it reaches; None where one cannot be written down."""
        direction, *texts, reading = question
        digest = hashlib.sha256(f"{direction} {reading}".encode())
        for text, document, schema in zip(texts, self._documents, (base, head), strict=True):
            named = [(name, document.text(name)) for name in sorted(document.closure(schema))]
            for part in (text, *(part for name, told in named for part in (name.encode(), told))):
                if part is None:
                    return None
                digest.update(b"%d:" % len(part))
                digest.update(part)
            digest.update(b";")
        return digest.digest()

    def requests(self, schema: Schema) -> tuple[Any, ...]:
        """Give some values that callers of base send."""
        return self._session.samples(schema, side="base", direction="request")

    def nothing(self, schema: Schema, side: SideName, direction: Direction) -> bool:
        """Whether a schema of one side is proved to admit no value at all."""
        return self._session.unsatisfiable(schema, side=side, direction=direction)


def both_ways(base: Api, head: Api) -> tuple[Judge, Judge]:
    """Give the judge of two versions, and the one that judges them the other way round."""
    return judge_of(base, head), judge_of(head, base)


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
