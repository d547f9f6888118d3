"""Each bad input ends in one sentence with its line, quickly."""

import time

import pytest

from deploycheck.documents import DocumentError, load, yaml_builder, yaml_quick
from deploycheck.model.snapshot import MAX_BYTES

DEEP = 100_000

CASES = [
    ("truncated flow", "f.yaml", b"a: [1,\n", "f.yaml:2: did not find expected node content"),
    ("broken mapping", "f.yaml", b"a: 1\nb\nc: 2\n", "f.yaml:3: this line or the one above is a key without `:`"),
    ("two colons", "f.yaml", b"a: b: c", "f.yaml:1: no mapping can begin here (quote text that holds `: `, or check the indentation)"),
    ("tab", "f.yaml", b"a:\n\tb: 1\n", "f.yaml:2: no value can begin with this character (indent with spaces instead of tabs; quote text that begins with @, ` or %)"),
    ("UTF-16", "f.yaml", "a: 1".encode("utf-16"), "f.yaml:1: the file is encoded as UTF-16; save it as UTF-8"),
    ("UTF-16 without mark", "f.yaml", "a: 1".encode("utf-16-le"), "f.yaml:1: a NUL byte stands here: the file is binary, or text in UTF-16; save it as UTF-8"),
    ("NUL", "f.yaml", b"a: 1\nb: \0\n", "f.yaml:2: a NUL byte stands here: the file is binary, or text in UTF-16; save it as UTF-8"),
    ("binary", "f.yaml", b"\x89PNG\r\n\x1a\n\xff", "f.yaml:1: the byte 0x89 is no UTF-8 text; save the file as UTF-8"),
    ("control character", "f.yaml", "a: é\nb: ü\x07\n".encode(), "f.yaml:2: the control character U+0007 can't stand in YAML"),
    ("unknown anchor", "f.yaml", b"a: 1\nb: *x\n", "f.yaml:2: the alias *x has no anchor &x before it"),
    ("alias in itself", "f.yaml", b"a: &x [1, *x]\n", "f.yaml:1: the alias *x stands inside its own anchor"),
    ("merge into itself", "f.yaml", b"a: &x {<<: *x}\n", "f.yaml:1: the alias *x stands inside its own anchor"),
    ("merge of a text", "f.yaml", b"b: 1\na: {<<: text}\n", "f.yaml:2: `<<` merges mappings; this is none"),
    ("mapping as key", "f.yaml", b"{a: 1}: 2\n", "f.yaml:1: a list or mapping can't be a key; quote text that begins with `{` or `[`"),
    ("alias bomb", "f.yaml", b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [%s]\n" % (c + 1, c + 1, b",".join([b"*%c" % c] * 10)) for c in range(97, 105)), "f.yaml:7: aliases up to *f stand for more than 4,000,000 characters"),
    ("deep by aliases", "f.yaml", b"a0: &a0 [x]\n" + b"".join(b"a%d: &a%d [*a%d]\n" % (n, n, n - 1) for n in range(1, 600)), "f.yaml:500: with the alias *a498 the nesting is deeper than 500 levels"),
    ("many repeated keys", "f.yaml", b"a: 1\n" * 200, "f.yaml:102: more than 100 keys are written twice"),
    ("unknown tag handle", "f.yaml", b"a: !x!y 1", "f.yaml:1: found undefined tag handle"),
    ("deep flow", "f.yaml", b"[" * DEEP, "f.yaml:1: the nesting is deeper than 500 levels"),
    ("deep flow over lines", "f.yaml", b"[\n" * DEEP, "f.yaml:501: the nesting is deeper than 500 levels"),
    ("deep flow mapping", "f.yaml", b"{a: " * DEEP, "f.yaml:1: the nesting is deeper than 500 levels"),
    ("deep block", "f.yaml", b"- " * DEEP, "f.yaml:1: the nesting is deeper than 500 levels"),
    ("deep JSON", "f.json", b"[" * DEEP, "f.json: the nesting is deeper than 500 levels"),
    ("deep whole JSON", "f.json", b"[" * 501 + b"]" * 501, "f.json: the nesting is deeper than 500 levels"),
    ("deep TOML", "f.toml", b"a = " + b"[" * DEEP, "f.toml: the nesting is deeper than 500 levels"),
    ("truncated JSON", "f.json", b'{"a":\n [1', "f.json:2: the document ends too early (a bracket or a text isn't closed)"),
    ("empty JSON", "f.json", b"", "f.json:1: the file is empty"),
    ("NaN", "f.json", b'{"a":\n NaN}', "f.json:2: JSON has no NaN and no Infinity"),
    ("Infinity", "f.json", b"[-Infinity]", "f.json:1: JSON has no NaN and no Infinity"),
    ("comment", "f.json", b"{}\n// x", "f.json:2: JSON has no comments"),
    ("leading comment", "f.json", b"// x\n{}", "f.json:1: JSON has no comments"),
    ("trailing comma", "f.json", b"[1,\n]", "f.json:2: trailing comma in array"),
    ("huge number", "f.json", b"[" + b"9" * 5000 + b"]", "f.json: a number is too big to compute with"),
    ("UTF-16 JSON", "f.json", "{}".encode("utf-16"), "f.json:1: the file is encoded as UTF-16; save it as UTF-8"),
    ("broken TOML", "f.toml", b"a = 1\nb = \n", "f.toml:2: Invalid value"),
    ("repeated key in TOML", "f.toml", b"a = 1\na = 2\n", "f.toml:2: Cannot overwrite a value"),
    ("template", "f.yaml", b"a: {{ .Values.x }}\n", "f.yaml: this is a template, and no YAML before it is rendered; check what comes out of it (`helm template`, say)"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "data", "message"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bad_input_is_refused_with_a_sentence(path, data, message):
    began = time.perf_counter()
    with pytest.raises(DocumentError) as caught:
        load(data, path)

    assert str(caught.value).startswith(message)
    assert time.perf_counter() - began < 1


def test_a_file_that_is_too_big_is_refused_unparsed():
    with pytest.raises(DocumentError, match="the file has 65 MiB; files above 64 MiB aren't read"):
        load(bytes(MAX_BYTES + 1024 * 1024), "f.yaml")


def test_five_hundred_levels_are_fine():
    assert load(b"[" * 500 + b"]" * 500, "f.yaml")[0].value is not None
    assert load(b"[" * 500 + b"]" * 500, "f.json")[0].value is not None


def test_more_lists_than_anybody_can_hold_are_refused_before_they_are_made():
    with pytest.raises(DocumentError, match=r"^f.json: the file holds more than 2,000,000 lists and objects$"):
        load(b"[" + b",".join([b"[{}]"] * 1_000_000) + b"]", "f.json")


@pytest.mark.parametrize(("text", "line"), [(b"a: [[], {}, []]\n", 1), (b"- a:\n  - b\n- c:\n    d: 1\n", 4)])
def test_lists_and_mappings_of_yaml_count_as_they_come(monkeypatch, text, line):
    for module in (yaml_builder, yaml_quick):
        monkeypatch.setattr(module, "MAX_CONTAINERS", 4)
    with pytest.raises(DocumentError, match=f"^f.yaml:{line}: the file holds more than 4 lists and mappings$"):
        load(text, "f.yaml")


def test_brackets_in_texts_are_no_lists():
    assert load(b'["' + b"[" * 2_000_001 + b'\\""]', "f.json")[0].value == ["[" * 2_000_001 + '"']
