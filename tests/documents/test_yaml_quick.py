"""The quick way through plain YAML says what libyaml says, places included, or nothing at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yaml.error import YAMLError

from deploycheck.documents import DocumentError
from deploycheck.documents.yaml_builder import YamlBuilder
from deploycheck.documents.yaml_quick import quick_document

PLAIN = {
    "keys and texts": "openapi: 3.0.3\ninfo:\n  title: Orders # and more\n  x-note: a - b, c\n'200': \"fine\"\n",
    "lists": "a:\n- 1\n- b: 2\n  c:\n  - d\n-   e\nf:\n  - g: h\n    i:\n".replace("-   e\n", "- e:  x\n"),
    "lists in lists": "a:\n- - 1\n  - - 2\n    - {b: [3, 'x''y', 'z:']}\n    - {c: a:b}\n- -   c: 4\n      d:\n  - 'e\n    f'\n",
    "nothing as value": "a:\nb: # nothing\nc:\n  d:\n",
    "values on one line": "a: {b: [1, 2.50], c: {}}\nd: []\ne:\n- {f: 'x: y', g: \"z\"}\n- [h, [i]]\n",
    "blocks": "a: |\n  one\n    two\n\n  three\nb: >-\n  one\n  two\n\n  three\n\n- c\n".replace(
        "- c", "c: |+\n  x\n\n"
    ),
    "texts over several lines": "a: one\n  two\n\n  three\nb: 'it''s\n  here'\nc: \"x\\\n  y\"\nd:\n  e\n  f\ng:\n- h\n  i\n",
    "flow over several lines": "a: {b: 1,\n  c: [2,\n    3]}\nd: 4\n",
    "no end of line": "a:\n- b\n- |\n  c",
    "words and numbers": "a: null\nb: ~\nc: true\nd: 0x1f\ne: 017\nf: 1e3\ng: -5\nh: .5\ni: on\nnull: 1\n3: 2\n",
    "keys with signs": "urn:a:b: 1\nc#d : 2\n- : 3\n".replace("- : 3\n", "") + "e:\n- sha256:f:\n- g:h\n- 'i:j': k\n",
    "the first mark of a stream": "# of us\n\n---\na: 1\nb: [2]\n",
    "other letters": "größe: ü\nb: é # ñ\nc: {ä: 1}\n",
}
LEFT = [
    "", "# nothing\n", "text\n", "a: 1\n---\nb: 2\n", "a: &x 1\nb: *x\n", "a: !Ref b\n", "<<: {a: 1}\n", "a: 1\na: 2\n",
    "a:\tb\n", "a: 1\r\n", "a: b: c\n", "? a\n: b\n", "- -\n  - a\n", "a:\n  - b\n - c\n", "  a: 1\n b: 2\n", "a: [1\nb: 2\n",
    "a: |\n  x\n# y\n  z\n", "a: {b: 1, b: 2}\n", "a: \x85\n", "%YAML 1.2\na: 1\n", "a: 'b\n", "a: @b\n", "-\n  a: 1\n",
    f"a: {'[' * 60}{']' * 60}\n", "".join(f"{' ' * depth}a:\n" for depth in range(120)),
]  # fmt: skip


def full(text):
    """Give the one document that libyaml reads, or None."""
    try:
        documents = list(YamlBuilder(text.encode(), "", decimal=True).documents())
    except (YAMLError, DocumentError):
        return None
    return documents[0] if len(documents) == 1 and not documents[0].duplicates() else None


def ways(value, at=()):
    """Give the steps to every part of a value."""
    yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from ways(part, (*at, step))


def assert_same(text):
    quick, known = quick_document(text.encode(), "", decimal=True), full(text)
    if quick is None:
        return False
    assert known is not None
    assert repr(quick.value) == repr(known.value)
    for steps in ways(known.value):
        assert quick.positions.locate(steps) == known.positions.locate(steps), steps
        assert quick.positions.locate((*steps, "no such key")) is None
    return True


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_text_is_read_quickly(text):
    assert assert_same(text)


@pytest.mark.parametrize("text", LEFT)
def test_all_else_is_left_to_libyaml(text):
    assert quick_document(text.encode(), "", decimal=True) is None


def test_a_key_that_never_ends_is_looked_for_once():
    assert (
        quick_document(b"k: v\na" + b" " * 400_000 + b"x\n", "", decimal=True) is None
    )  # a minute, if looked for twice


def test_equal_lines_give_parts_of_their_own():
    document = quick_document(b"a:\n  x: {b: [1]}\nc:\n  x: {b: [1]}\n", "", decimal=False)

    assert document.value["a"]["x"] == document.value["c"]["x"]
    assert document.value["a"]["x"]["b"] is not document.value["c"]["x"]["b"]
    assert document.position(("c", "x", "b")) == (4, 7)


def test_fractions_are_exact_only_where_asked_for():
    exact, short = (quick_document(b"a: 0.50\n", "", decimal=decimal).value["a"] for decimal in (True, False))

    assert (str(exact), short) == ("0.50", 0.5)


_PIECES = st.sampled_from([
    "a: ", "b: ", "c:", "- ", "-", "- a: ", "- b", "'x': ", '"y" : ', "text", "two words", ": ", "#", "# note", " # note",
    "1", "0x1f", "~", "''", "'it''s'", "'", '"', '"\\n"', "{a: 1}", "{a: 1, b: [c]}", "{", "}", "[x, y]", "[", "]", ",",
    "&k ", "*k", "!t ", "<<: ", "---", "...", "?", "? ", "\\", "|", "|-", "|+", "|2", ">", ">-", "> # note", "%", "@", ".",
    "é", "\t",
])  # fmt: skip
_LINES = st.builds(
    lambda indent, pieces, end: " " * indent + "".join(pieces) + " " * end,
    st.integers(0, 5), st.lists(_PIECES, max_size=4), st.integers(0, 1),
)  # fmt: skip


@settings(max_examples=500)
@given(st.lists(_LINES, min_size=1, max_size=7), st.sampled_from(["", "\n", "\n\n"]))
def test_lines_made_by_chance_are_read_as_libyaml_reads_them(lines, end):
    assert_same("\n".join(lines) + end)
