"""What is an Avro schema and what is none; nothing raises, nothing hangs."""

import json

import pytest

from deploycheck.domains.messages.avro import definitions, parse, resolve
from deploycheck.domains.messages.avro.model import Ref
from deploycheck.domains.messages.avro.text import canonical_text
from deploycheck.domains.messages.loading import read_document
from deploycheck.model.errors import SourceError

INNER = {"type": "enum", "name": "E", "symbols": ["A"]}
FLAWED = {
    "a number": (5, "a type is a name, a list or an object"),
    "nothing": (None, "a type is a name, a list or an object"),
    "no type": ({"name": "x"}, "an object says which `type` it is"),
    "an unknown name": ("text", "nothing of the name `text` is defined before it is used here"),
    "a record without a name": ({"type": "record", "fields": []}, "a type of kind record has a `name`"),
    "a record without fields": ({"type": "record", "name": "R"}, "`R` has no list of `fields`"),
    "a field without a type": ({"type": "record", "name": "R", "fields": [{"name": "a"}]}, "the field `a` of `R` says no `type`"),
    "a field twice": (
        {"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}, {"name": "a", "type": "int"}]},
        "`R` has the field `a` twice",
    ),
    "a field that is none": ({"type": "record", "name": "R", "fields": [1]}, "a field of `R` has no `name` of letters, digits and `_`"),
    "a bad name": ({"type": "record", "name": "a-b", "fields": []}, "`a-b` is no name: letters, digits and `_` between dots, no digit first"),
    "a primitive's name": ({"type": "record", "name": "int", "fields": []}, "`int` is the name of a primitive type"),
    "a type twice": ([INNER, INNER], "`E` is defined for the second time"),
    "a union in a union": ([["null"]], "a union holds a union directly"),
    "a branch twice": (["int", "int"], "a union holds `int` twice"),
    "two lists": ([{"type": "array", "items": "int"}, {"type": "array", "items": "long"}], "a union holds `array` twice"),
    "an array of nothing": ({"type": "array"}, "an array says `items`"),
    "a map of nothing": ({"type": "map"}, "a map says `values`"),
    "an enum without symbols": ({"type": "enum", "name": "E"}, "`E` says no `symbols`"),
    "a symbol twice": ({"type": "enum", "name": "E", "symbols": ["A", "A"]}, "`E` has the symbol `A` twice"),
    "a bad symbol": ({"type": "enum", "name": "E", "symbols": ["a b"]}, "`a b` is no symbol: letters, digits and `_`, no digit first"),
    "a default that is no symbol": ({"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}, "the default of `E` is none of its symbols"),
    "a size that is none": ({"type": "fixed", "name": "F", "size": -1}, "`F` says no `size`, a number of bytes"),
    "aliases that are none": ({"type": "fixed", "name": "F", "size": 1, "aliases": "x"}, "`aliases` is a list of texts"),
    "a default of another type": (
        {"type": "record", "name": "R", "fields": [{"name": "a", "type": "int", "default": "1"}]},
        "the default of `a` of `R` is no value of its type",
    ),
    "a default that lacks a field": (
        {"type": "record", "name": "R", "fields": [{"name": "a", "default": {}, "type": {
            "type": "record", "name": "S", "fields": [{"name": "b", "type": "int"}]}}]},
        "the default of `a` of `R` is no value of its type",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FLAWED)
def test_what_is_no_schema_says_why(name):
    value, message = FLAWED[name]
    assert [flaw.message for flaw in parse(value).flaws] == [message]


def test_a_flaw_has_its_place():
    fields = [{"name": "a", "type": "int"}, {"name": "b", "type": ["null", "nobody"]}]
    (flaw,) = parse({"type": "record", "name": "R", "fields": fields}).flaws
    assert (flaw.steps, flaw.missing) == (("fields", 1, "type", 1), True)


def test_names_follow_their_namespaces():
    inner = {"type": "record", "name": "Inner", "fields": [{"name": "again", "type": ["null", "Outer"]}]}
    far = {"type": "fixed", "name": "other.Far", "namespace": "ignored", "size": 1}
    fields = [{"name": "i", "type": inner}, {"name": "f", "type": far}, {"name": "g", "type": "other.Far"}]
    found = parse(
        {"type": "record", "name": "Outer", "namespace": "shop", "aliases": ["Old", "far.Off"], "fields": fields}
    )

    assert found.flaws == ()
    assert sorted(found.names) == ["other.Far", "shop.Inner", "shop.Outer"]
    assert found.names["shop.Outer"].aliases == {"shop.Old", "far.Off"}


def test_names_of_other_files_are_looked_up():
    money = {"type": "record", "name": "Money", "namespace": "shop", "fields": [{"name": "cents", "type": "long"}]}
    order = {"type": "record", "name": "Order", "namespace": "shop", "fields": [{"name": "price", "type": "Money"}]}
    found = parse(order, {"shop.Money": (money, "")}.get)

    assert (found.flaws, found.elsewhere) == ((), {"shop.Money"})
    assert isinstance(found.names["shop.Order"].fields[0].type, Ref)


def test_what_nobody_can_tell_by_messages_has_one_text():
    plain = {"type": "record", "name": "R", "fields": [{"name": "a", "type": {"type": "int"}}]}
    told = {"fields": [{"doc": "x", "type": "int", "name": "a"}], "doc": "y", "name": "R", "type": "record", "x": 1}
    assert canonical_text(parse(plain)) == canonical_text(parse(told))


def test_depth_and_size_have_bounds():
    deep = "int"
    for _ in range(400):
        deep = {"type": "array", "items": deep}
    assert [flaw.message for flaw in parse(deep).flaws] == ["types are nested deeper than 100 levels"]
    wide = {"type": "enum", "name": "E", "symbols": [f"S{number}" for number in range(60_000)]}
    many = {"type": "record", "name": "R", "fields": [{"name": f"f{n}", "type": "int"} for n in range(60_000)]}
    assert parse(wide).flaws == ()
    assert [flaw.message for flaw in parse(many).flaws][:1] == ["the schema has more than 50000 parts"]


def test_a_message_that_is_too_long_is_no_witness():
    huge = {"type": "fixed", "name": "F", "size": 10**12}
    assert resolve(parse(huge), parse("int")).verdict == "unknown"


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        ('{"type": {"type": {"type": "int"}}}', []),
        ("[]", []),
        ('["null", {"type": ["int"]}]', ["a union holds a union directly"]),
        ('{"type": "record", "name": 5}', ["a type of kind record has a `name`"]),
    ],
)
def test_odd_json_is_answered(text, flaws):
    assert [flaw.message for flaw in parse(json.loads(text)).flaws] == flaws


def test_names_inside_of_other_files_are_found_and_what_two_files_hold_is_one():
    inner = {"type": "record", "name": "Concept", "fields": [{"name": "word", "type": "string"}]}
    outer = {"type": "record", "name": "Basic", "namespace": "gb", "fields": [{"name": "kind", "type": inner}]}
    known = dict(definitions(outer))
    fields = [{"name": "kind", "type": "Concept"}, {"name": "basic", "type": "gb.Basic"}]
    found = parse({"type": "record", "name": "Event", "namespace": "gb", "fields": fields}, known.get)

    assert sorted(known) == ["gb.Basic", "gb.Concept"]
    assert (found.flaws, sorted(found.names)) == ((), ["gb.Basic", "gb.Concept", "gb.Event"])


def test_comments_are_blanks_as_the_java_library_has_it():
    text = '/* what\n   it is */\n{"type": "record", // a record\n "name": "R", "doc": "http://x /* no */ \\" // no",\n "fields": [{"name": "a"}]}'
    document = read_document(text.encode(), "r.avsc")

    assert document.value["doc"] == 'http://x /* no */ " // no'
    assert document.location(("fields", 0)).line == 5
    with pytest.raises(SourceError):
        read_document(text.encode(), "r.json")
