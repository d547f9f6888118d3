"""Line and column of every key and value of YAML, and the keys that are written twice."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from deploycheck.documents import Duplicate, Place
from deploycheck.documents.yaml import load_yaml, load_yaml_one
from deploycheck.model.location import Location

SPEC = b"""\
paths:
  /orders:
    get: {tags: [a, "b"], deprecated: true}
    "200":
      text: |
        two
        lines
list:
- one
-   two:  2
"""


def test_keys_values_and_items_have_places():
    document = load_yaml_one(SPEC, "api.yaml")

    assert document.position() == (1, 1)
    assert document.position(("paths", "/orders")) == (2, 3)
    assert document.value_position(("paths", "/orders")) == (3, 5)
    assert document.position(("paths", "/orders", "get", "tags", 1)) == (3, 21)
    assert document.position(("paths", "/orders", "get", "tags", "1")) == (3, 21)
    assert document.position(("paths", "/orders", "get", "deprecated")) == (3, 27)
    assert document.value_position(("paths", "/orders", "get", "deprecated")) == (3, 39)
    assert document.value_position(("paths", "/orders", "200", "text")) == (5, 13)
    assert document.position(("list", 0)) == (9, 3)
    assert document.value_position(("list", 1, "two")) == (10, 11)


def test_what_is_not_there_has_the_place_of_its_nearest_ancestor():
    document = load_yaml_one(SPEC, "api.yaml")

    assert document.position(("paths", "/orders", "put", "tags")) == (2, 3)
    assert document.position(("list", 7)) == (8, 1)
    assert document.position(("list", "two")) == (8, 1)
    assert document.location(("nope",)) == Location("api.yaml", 1, 1)


def test_each_document_of_a_stream_has_its_places():
    first, second = load_yaml(b"a: 1\n---\nb:\n  a: 2\n")

    assert first.position(("a",)) == (1, 1)
    assert second.position(("b", "a")) == (4, 3)


def test_columns_count_characters():
    assert load_yaml_one("é: {ü: 1, x: 2}".encode()).position(("é", "x")) == (1, 11)


def test_merged_and_aliased_parts_stand_where_they_are_written():
    document = load_yaml_one(b"a: &a\n  k: 1\nb:\n  <<: *a\n  own: 2\nc: *a\n")

    assert document.position(("b", "k")) == (2, 3)
    assert document.position(("b", "own")) == (5, 3)
    assert document.value_position(("c",)) == (6, 4)
    assert document.position(("c", "k")) == (2, 3)


def test_keys_that_are_written_twice_are_reported_and_the_last_counts():
    document = load_yaml_one(b"a:\n  - x: 1\n    y: 2\n    x: 3\nb: 1\na/b: {c: 1, c: 2}\n")

    assert document.value == {"a": [{"y": 2, "x": 3}], "b": 1, "a/b": {"c": 2}}
    assert document.duplicates() == (
        Duplicate("/a/0/x", "x", Place(4, 5)),
        Duplicate("/a~1b/c", "c", Place(6, 13)),
    )
    assert document.position(("a", 0, "x")) == (4, 5)
    assert document.position(("a", 0, "y")) == (3, 5)


def test_a_key_may_be_repeated_after_a_merge_source_was_replaced():
    document = load_yaml_one(b"x: &x {k: {a: 1}, k: {b: 1}}\ny: {<<: *x, m: 1}\nx: 0\n")

    assert document.value == {"y": {"m": 1, "k": {"b": 1}}, "x": 0}
    assert document.position(("y", "k", "b")) == (1, 23)


_TREES = st.recursive(
    st.integers(0, 99) | st.text("abc", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1, max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=3), _TREES, min_size=1, max_size=4))
def test_at_the_place_of_a_key_stands_the_key(tree):
    text = yaml.safe_dump(tree)
    lines = text.splitlines()
    document = load_yaml_one(text.encode())

    for steps in _keys(tree):
        line, column = document.position(steps)
        assert lines[line - 1][column - 1 :].lstrip("'\"? ").startswith(steps[-1])


def _keys(value, steps=()):
    if isinstance(value, dict):
        for key, child in value.items():
            yield (*steps, key)
            yield from _keys(child, (*steps, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _keys(child, (*steps, index))
