"""JSON of which only those parts are parsed that somebody asks for."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploycheck.documents import DocumentError
from deploycheck.documents.json import load_json
from deploycheck.documents.json_parts import Parts, load_json_parts, whole

SPLIT = {"paths": {}, "components": {"*": {}}}
TEXT = b'{"info": {"v": 1.50}, "paths": {"/a": {"get": [1]}, "/b": {}}, "components": {"schemas": {"A": {"x": 1}}}}'
MEMBERS = st.dictionaries(st.sampled_from(("paths", "components", "info", "a")), st.deferred(lambda: VALUES))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def test_members_are_parsed_when_they_are_asked_for():
    value = load_json_parts(TEXT, SPLIT).value

    assert isinstance(value["paths"], Parts)
    assert isinstance(value["components"]["schemas"], Parts)
    assert value["paths"]["/a"] == {"get": [1]}
    assert bytes(value["paths"].raw("/a")) == b'{"get": [1]}'
    assert value["paths"].get("/c") is None
    assert value["paths"].raw("/c") is None


@given(MEMBERS)
def test_it_is_what_the_whole_parse_gives(members):
    text = json.dumps(members).encode()
    document = load_json_parts(text, SPLIT)
    plain = load_json(text, decimal=True).value

    assert document.value == plain
    assert {**document.value} == plain
    assert dict(document.value.items()) == plain
    assert [*document.value.values()] == [*plain.values()]
    assert whole(document) == plain
    assert type(whole(document)) is dict
    assert msgspec.json.encode(document.value) == msgspec.json.encode(plain)


@pytest.mark.parametrize(
    "text",
    [b'{"paths": {"/a": {"x": }}}', b'{"paths": {"/a": "\xff"}}', b'{"paths": {"/a": "\\ud800"}}', b"", b"[1", b"{"],
)
def test_what_cannot_be_parsed_is_refused_as_by_the_whole_parse(text):
    with pytest.raises(DocumentError) as expected:
        load_json(text, "a.json", decimal=True)
    with pytest.raises(DocumentError) as found:
        load_json_parts(text, SPLIT, "a.json")

    assert str(found.value) == str(expected.value)


@pytest.mark.parametrize("levels", [600, 20_000])
def test_deep_nesting_in_a_part_is_refused(levels):
    text = b'{"paths": {"/a": ' + b"[" * levels + b"]" * levels + b"}}"

    with pytest.raises(DocumentError, match="deeper than 500 levels"):
        load_json_parts(text, SPLIT, "a.json")


def test_a_number_too_big_to_compute_with_stays_text():
    value = load_json_parts(b'{"paths": {"/a": {"maximum": 1e99999}}}', SPLIT).value

    assert value["paths"]["/a"] == {"maximum": "1e99999"}


def test_places_and_repeated_keys_are_known():
    document = load_json_parts(b'{"paths": {"/a": 1,\n "/a": 2}}', SPLIT, "a.json")

    assert document.value["paths"]["/a"] == 2
    assert document.position(("paths", "/a")) == (2, 2)
    assert [one.key for one in document.duplicates()] == ["/a"]
