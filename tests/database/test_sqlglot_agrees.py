"""Our two readers of SQL held against each other on PostgreSQL's: where both understand, they say the same."""

from pathlib import Path

import pytest

from deploycheck.domains.database.catalogue.replay import replay
from deploycheck.domains.database.dialects.parser import parse_foreign
from deploycheck.domains.database.effects import (
    AddColumn,
    AlterTable,
    CreateTable,
    Opaque,
    Other,
    RunQuery,
    SetOption,
)
from deploycheck.domains.database.postgres.parser import parse_statement
from deploycheck.domains.database.queries.resolution import resolve
from deploycheck.domains.database.splitter import split
from deploycheck.domains.database.text import sql_text

HERE = Path(__file__).parent
SCHEMA, QUERIES = ((HERE / "queries" / name).read_text() for name in ("schema.sql", "queries.sql"))
CASES = [path for path in sorted((HERE / "replay").glob("*.sql")) if path.stem != "long-names"]
WITHOUT_MEANING = (Other, AlterTable, SetOption)
KNOWN_ONLY_TO_US = "set_config"


def both(text, *, query_file=False):
    """Read each statement with both readers."""
    source = sql_text("a.sql", text)
    for piece in split(source).pieces:
        ours = parse_statement(piece, source, query_file=query_file)
        yield piece, ours.effects, parse_foreign(piece, source, "postgresql").effects


def shape(effect):
    """Give what both must say of an effect."""
    kind = type(effect).__name__
    if isinstance(effect, CreateTable):
        parts = [part for column in effect.columns for part in column.constraints] + list(effect.constraints)
        named = sorted((c.kind, c.name, sorted(c.columns), str(c.references), c.referenced_columns) for c in parts)
        return kind, effect.table, [_column(column) for column in effect.columns], named
    if isinstance(effect, AddColumn):
        return kind, effect.table, _column(effect.column)
    if isinstance(effect, RunQuery):
        return kind, type(effect.query).__name__
    subject = next((found for field in ("table", "view", "name") if (found := getattr(effect, field, None))), None)
    return kind, subject, getattr(effect, "column", None), getattr(effect, "new_name", None)


def _column(column):
    return column.name, str(column.type), column.nullable, column.default is not None, column.generated


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_statements_have_the_same_effects(path):
    for piece, ours, theirs in both(path.read_text()):
        if any(isinstance(effect, Opaque) for effect in theirs) or KNOWN_ONLY_TO_US in piece.text:
            continue
        said = [
            [shape(effect) for effect in side if not isinstance(effect, WITHOUT_MEANING)] for side in (ours, theirs)
        ]
        assert said[0] == said[1], piece.text


def test_both_understand_most():
    pieces = [side for path in CASES for side in both(path.read_text())]
    understood = [theirs for _, _, theirs in pieces if not any(isinstance(effect, Opaque) for effect in theirs)]
    assert len(understood) > len(pieces) / 2


def test_queries_use_the_same_columns():
    source = sql_text("s.sql", SCHEMA)
    catalogue = replay(parse_statement(piece, source) for piece in split(source).pieces).catalogue
    compared = 0
    for piece, [ours], theirs in both(QUERIES, query_file=True):
        if len(theirs) != 1 or not isinstance(theirs[0], RunQuery):
            continue
        compared += 1
        one, other = resolve(ours.query, catalogue), resolve(theirs[0].query, catalogue)
        used = [{(use.table, use.column, use.mode) for use in side.uses} for side in (one, other)]
        assert used[0] == used[1], piece.text
        assert [problem.kind for problem in one.problems] == [problem.kind for problem in other.problems], piece.text
    assert compared >= 20
