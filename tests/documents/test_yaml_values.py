"""What YAML texts mean: 1.2 core schema, merge keys, anchors, streams."""

import re
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deploycheck.documents import DocumentError
from deploycheck.documents.yaml import load_yaml, load_yaml_one


def value(text, **options):
    return load_yaml_one(text.encode(), "f.yaml", **options).value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on", "on"), ("off", "off"), ("yes", "yes"), ("no", "no"), ("y", "y"), ("NO", "NO"),
        ("true", True), ("True", True), ("TRUE", True), ("tRUE", "tRUE"), ("false", False), ("FALSE", False),
        ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
        ("017", 17), ("0o17", 15), ("0xFf", 255), ("0b1", "0b1"), ("1_000", "1_000"), ("22:22", "22:22"),
        ("-5", -5), ("+5", 5), ("0", 0), ("-0", 0), ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0),
        ("-1.5E-2", -0.015), (".inf", float("inf")), ("-.INF", float("-inf")), ("1e", "1e"), (".", "."), ("-", [None]),
        ("2026-11-22", "2026-11-22"), ("1.2.3", "1.2.3"), ("1e999", "1e999"), ("'17'", "17"), ('"true"', "true"),
        ("!Ref x", "x"), ("!vault 17", 17), ("!vault '17'", "17"), ("! 17", "17"), ("!!str 17", "17"),
        ("!!int '17'", 17), ("!Sub [a, 1]", ["a", 1]), ("!Map {a: 1}", {"a": 1}), ("|\n  a\n  b\n", "a\nb\n"),
    ],
)  # fmt: skip
def test_a_scalar_follows_the_core_schema(text, expected):
    found = value(f"k: {text}" if text != "-" else "k:\n-\n")["k"]

    assert found == expected
    assert type(found) is type(expected)


def test_not_a_number():
    assert str(value("k: .nan")["k"]) == "nan"


def test_an_empty_value_is_null_and_an_empty_file_is_a_document_of_null():
    assert value("a:\nb: ''") == {"a": None, "b": ""}
    assert value("") is None
    assert value("# only a comment\n") is None


def test_fractions_are_exact_where_asked_for():
    assert value("k: [0.1, 1e2, 3, .inf]", decimal=True)["k"] == [
        Decimal("0.1"),
        Decimal("1e2"),
        3,
        Decimal("Infinity"),
    ]


def test_numbers_too_long_to_compute_with_stay_text():
    assert value("k: " + "9" * 5000) == {"k": "9" * 5000}
    assert value("k: 1e99999999", decimal=True) == {"k": "1e99999999"}


def test_keys_are_texts_as_written():
    assert value("200: a\non: b\ntrue: c\n~: d\n1.50: e\n'x y': f") == {
        "200": "a", "on": "b", "true": "c", "~": "d", "1.50": "e", "x y": "f",
    }  # fmt: skip


def test_a_stream_has_many_documents():
    documents = load_yaml(b"a: 1\n---\n---\n- b\n...\n---\nc\n", "f.yaml")

    assert [one.value for one in documents] == [{"a": 1}, None, ["b"], "c"]


def test_one_document_was_expected():
    with pytest.raises(DocumentError, match="second document begins here") as caught:
        load_yaml_one(b"a: 1\n---\nb: 2\n", "f.yaml")

    assert caught.value.line == 3


def test_anchors_share_their_value():
    found = value("a: &x {k: [1]}\nb: *x\nc: [*x, &s text, *s]\n&key d: 1\ne: {*key : 2}")

    assert found["a"] is found["b"] is found["c"][0]
    assert found["c"][1:] == ["text", "text"]
    assert found["e"] == {"d": 2}


def test_merge_keys_give_way_to_own_keys_and_to_earlier_sources():
    found = value(
        """
one: &one {a: 1, b: 1, c: 1}
two: &two {b: 2, d: 2}
own: {b: 0, <<: [*two, *one]}
inline: {<<: {z: 9}, a: 5}
text: {"<<": kept}
"""
    )

    assert found["own"] == {"b": 0, "d": 2, "a": 1, "c": 1}
    assert found["inline"] == {"a": 5, "z": 9}
    assert found["text"] == {"<<": "kept"}


def test_carriage_returns_and_a_byte_order_mark_change_nothing():
    assert load_yaml_one(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - x\r\n").value == {"a": 1, "b": ["x"]}


# PyYAML writes, and libyaml reads, YAML 1.1's further line ends; 1.2 has only these two.
_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029"), max_size=8)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXTS
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=15,
)


@given(_TREES, st.booleans())
def test_what_is_dumped_is_loaded(tree, flow):
    text = yaml.dump(tree, Dumper=_Core, default_flow_style=flow, allow_unicode=True)

    assert load_yaml_one(text.encode()).value == tree


class _Core(yaml.SafeDumper):
    """Dumps without aliases, and numbers as the core schema reads them."""

    def ignore_aliases(self, _):
        return True


# What the core schema reads as a number and YAML 1.1 does not: such texts must be quoted.
_Core.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)
_Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[0-9]+$|0o[0-7]+$"), list("-+0123456789"))
