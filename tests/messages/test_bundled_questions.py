"""A schema that went through the bundler is answered as the engine answers it by itself."""

import pytest
from containment.random_pairs import CORE, HARD, question

from deploycheck.containment import compare
from deploycheck.domains.messages.json_schema import bundle


def bundled(schema, definitions):
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [schema], "$defs": definitions}
    return bundle("a.json", {"a.json": document})


@pytest.mark.parametrize("profile", [CORE, HARD])
def test_bundling_changes_no_answer(profile):
    changed = []
    for number in range(40):
        asked = question(number, profile)
        sent, taken = bundled(asked.sent, asked.sent_defs), bundled(asked.taken, asked.taken_defs)
        answer = compare(sent.root, taken.root, sender_defs=sent.definitions, receiver_defs=taken.definitions)
        direct = asked.answer().verdict
        if answer.verdict != direct and "unknown" not in (answer.verdict, direct):
            changed.append((number, direct, answer.verdict))
    assert changed == []
