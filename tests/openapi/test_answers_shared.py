"""Small specs that say the same share answers; those that only seem to say the same do not."""

from datetime import date

import pytest

from deploycheck.app import check
from deploycheck.containment.session import Session
from deploycheck.domains.openapi import judge
from deploycheck.testing.memory import MemorySnapshot

SPEC = """openapi: 3.0.3
info: {{title: {name}, version: '1'}}
paths:
  /things:
    get:
      responses:
        '200': {{description: OK, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
components:
  schemas:
    Thing: {{type: object, properties: {{size: {{$ref: '#/components/schemas/Size'}}}}}}
    Size: {size}
"""
INTEGER, NUMBER, WIDE = "{type: integer}", "{type: number}", "{type: integer, minimum: -5}"


@pytest.fixture
def asked(monkeypatch):
    """Count the questions that containment is asked, from an empty memory."""
    questions = []
    original = Session.response
    monkeypatch.setattr(judge, "_answered", {})
    monkeypatch.setattr(Session, "response", lambda *words: questions.append(1) or original(*words))
    return questions


def found(*changes):
    """Check services `s0`, `s1`, ... of which each goes from one size to another."""
    sides = [
        {
            f"s{number}/openapi.yaml": SPEC.format(name=f"S{number}", size=sizes[side])
            for number, sizes in enumerate(changes)
        }
        for side in (0, 1)
    ]
    report = check(*map(MemorySnapshot, sides), select=["api"], today=date(2026, 11, 28))
    return [(one.location.path[:2], one.rule, one.witness) for one in report.findings if one.family == "api"]


def test_the_same_question_is_asked_once(asked):
    first = found((INTEGER, NUMBER))
    once = len(asked)
    both = found((INTEGER, NUMBER), (INTEGER, NUMBER))

    assert once
    assert len(asked) == once
    assert [one[1:] for one in both] == [first[0][1:]] * 2


def test_equal_names_of_other_schemas_are_other_questions(asked):
    mixed = found((INTEGER, NUMBER), (INTEGER, WIDE), (WIDE, INTEGER))

    assert {(service, rule) for service, rule, _ in mixed} == {
        ("s0", "response-schema-widened"),
        ("s2", "response-schema-widened"),
    }
    assert mixed[0][2] != mixed[1][2]
    assert len(asked) == len({"s0", "s1", "s2"})


def test_a_full_memory_is_forgotten(asked, monkeypatch):
    monkeypatch.setattr(judge, "MOST", 1)
    twice = [found((INTEGER, NUMBER), (WIDE, INTEGER)) for _ in range(2)]

    assert twice[0] == twice[1]
    assert len(judge._answered) == 1
    assert asked
