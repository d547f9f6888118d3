"""JSON as reports print it."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploycheck.documents.json_text import indented

SCALARS = st.none() | st.booleans() | st.integers() | st.integers(-(2**80), 2**80) | st.text()
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=20
)


@given(VALUES)
def test_it_reads_as_the_standard_library_writes_it(value):
    assert indented(value) == json.dumps(value, indent=2, ensure_ascii=False)


@pytest.mark.parametrize("value", [0.5, -1.25, 100.0, 1e-7, 12345.678])
def test_fractions_keep_their_value(value):
    assert json.loads(indented([value])) == [value]


def test_what_json_has_no_word_for_is_null():
    assert json.loads(indented({"a": math.inf})) == {"a": None}
