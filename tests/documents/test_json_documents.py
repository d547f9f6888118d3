"""JSON: values, places on demand, repeated keys."""

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from deploycheck.documents import Duplicate, Place
from deploycheck.documents.json import duplicate_keys, load_json, locate

TEXT = b"""\
{
  "paths": {"/a{id}": {"get": 1}, "/b": [10, {"x\\"y": "]}"}, []]},
  "\\u0061": null
}
"""


def test_values_and_exact_fractions():
    assert load_json(b'{"a": [1, 0.1, true, null]}').value == {"a": [1, 0.1, True, None]}
    assert load_json(b'{"a": 0.10}', decimal=True).value == {"a": Decimal("0.10")}


def test_places_are_found_on_demand():
    document = load_json(TEXT, "api.json")

    assert document.position(("paths", "/a{id}", "get")) == (2, 24)
    assert document.value_position(("paths", "/a{id}", "get")) == (2, 31)
    assert document.position(("paths", "/b", 0)) == (2, 42)
    assert document.position(("paths", "/b", 1, 'x"y')) == (2, 47)
    assert document.position(("paths", "/b", "2")) == (2, 62)
    assert document.position(("a",)) == (3, 3)
    assert document.position(("paths", "/c", "get")) == (2, 3)
    assert document.position(("a", "b")) == (3, 3)
    assert document.position() == (1, 1)


def test_a_place_without_a_document():
    assert locate(TEXT, ("paths", "/b")) == (2, 35)
    assert locate(TEXT, ("paths", "/c")) is None
    assert locate(TEXT, ("paths", "/b", 9)) is None


def test_repeated_keys_are_found_with_pointer_and_line():
    data = b'{"a": {"b": 1,\n"c": [0, {"z": 1, "z": 22, "y": "a,b}"}],\n"b": 333}}'
    document = load_json(data)

    assert document.duplicates() == (Duplicate("/a/c/1/z", "z", Place(2, 19)), Duplicate("/a/b", "b", Place(3, 1)))
    assert duplicate_keys(data) == [("/a/c/1/z", 2), ("/a/b", 3)]
    assert document.position(("a", "c", 1, "y")) == (2, 28)
    assert document.position(("a", "b")) == (3, 1)
    assert duplicate_keys(TEXT) == []


def test_a_byte_order_mark_is_tolerated():
    assert load_json(b"\xef\xbb\xbf{}").value == {}


_TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


@given(_TREES, st.sampled_from([None, 1]), st.booleans())
def test_at_the_place_of_a_value_stands_the_value(tree, indent, ascii_only):
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    document = load_json(text.encode())
    lines = text.split("\n")

    assert document.value == tree
    assert document.duplicates() == ()
    for steps, value in _parts(tree, ()):
        line, column = document.value_position(steps)
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        assert json.JSONDecoder().raw_decode(rest)[0] == value


def _parts(value, steps):
    yield steps, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _parts(child, (*steps, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _parts(child, (*steps, index))
