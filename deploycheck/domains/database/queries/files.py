"""Query files: sqlc's annotated ones and plain ones."""

import re
from collections.abc import Iterator

from deploycheck.domains.database.effects import RunQuery
from deploycheck.domains.database.loading import SqlFile
from deploycheck.domains.database.queries.model import Query
from deploycheck.domains.database.statement import Statement
from deploycheck.model.location import Location
from deploycheck.model.record import Record

_ANNOTATION = re.compile(r"(?:--|/\*|#)\s*name:\s*(\w+)\s+:(\w+)")


class NamedQuery(Record):
    """One query of a version.

    `name` is sqlc's, else the file's with its number in it. `generated` when code was made from it: then a star was
    spelt out as the columns of that day.
    """

    name: str
    query: Query
    at: Location
    text: str = ""
    generated: bool = False

    @property
    def location(self) -> Location:
        """Where it begins."""
        return self.at


def is_annotated(text: str) -> bool:
    """Whether a file holds sqlc's annotations."""
    return bool(_ANNOTATION.search(text))


def queries_of(file: SqlFile) -> tuple[NamedQuery, ...]:
    """Give the queries of a file; statements that change the schema are none."""
    return tuple(_queries(file))


def _queries(file: SqlFile) -> Iterator[NamedQuery]:
    stem = file.path.rpartition("/")[2].removesuffix(".sql")
    for number, statement in enumerate(file.statements, start=1):
        annotation = _annotation(statement)
        name = annotation or (stem if len(file.statements) == 1 else f"{stem}#{number}")
        for effect in statement.effects:
            if isinstance(effect, RunQuery):
                yield NamedQuery(name, effect.query, statement.at, statement.text, bool(annotation))


def _annotation(statement: Statement) -> str:
    found = (_ANNOTATION.match(comment) for comment in reversed(statement.comments))
    return next((match.group(1) for match in found if match), "")
