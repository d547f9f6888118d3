"""Schemas that cannot be read or understood: a sentence with its place, and everything else is checked."""

import json
import socket

import pytest
from checked_folders import MANIFEST, check_folders

TOPICS = MANIFEST + "topics:\n  t: {schema: order.avsc, compatibility: backward}\n"
VALID = '{"type": "record", "name": "R", "fields": []}'

UNREADABLE = [
    ("truncated", b'{"type": "record",\n "name": [', 2, "the document ends too early"),
    ("empty", b"", 1, "the file is empty"),
    ("UTF-16", VALID.encode("utf-16"), 1, "the file is encoded as UTF-16"),
    ("NUL", b'{"type": "\0"}', 1, "a NUL byte stands here"),
    ("100,000 levels", b'{"type": ' * 100_000, 0, "the nesting is deeper than 500 levels"),
    ("NaN", b'{"type": "int", "x": NaN}', 1, "JSON has no NaN"),
    ("binary", b"\x89PNG\r\n\x1a\n\xff", 1, "no UTF-8 text"),
]


@pytest.mark.parametrize(("data", "line", "words"), [case[1:] for case in UNREADABLE], ids=[c[0] for c in UNREADABLE])
def test_a_named_schema_that_cannot_be_read_is_exit_2(capsys, tmp_path, data, line, words):
    base = {"deploycheck.yaml": TOPICS, "order.avsc": VALID}
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": TOPICS, "order.avsc": data}, base)

    (problem,) = done.problems
    assert problem.startswith(f"order.avsc:{line}: ")
    assert words in problem
    assert (done.code, done.found_the_rest) == (2, True)


@pytest.mark.parametrize(("data", "line", "words"), [case[1:] for case in UNREADABLE[:2]], ids=["truncated", "empty"])
def test_a_schema_of_no_topic_that_cannot_be_read_is_a_finding(capsys, tmp_path, data, line, words):
    done = check_folders(capsys, tmp_path, {"other.avsc": data})

    (finding,) = done.findings("file-not-analysed")
    assert finding.startswith(f"file-not-analysed other.avsc:{line}: other.avsc was not analysed: ")
    assert words in finding
    assert (done.problems, done.found_the_rest) == ([], True)


@pytest.mark.parametrize(
    ("topic", "line", "words"),
    [
        ("{schema: nowhere.avsc}", 4, "there is no file or folder nowhere.avsc"),
        ("{schema: ../../x.avsc}", 4, "leads out of the repository"),
        ("{schema: https://example.com/x.avsc}", 4, "a URL is not read"),
        ("{schema: order.avsc, compatibility: sideways}", 4, "sideways"),
        ("{schema: order.avsc, compatibilty: none}", 4, "did you mean compatibility?"),
        ("{schema: order.avsc, retention: week}", 4, "week"),
    ],
)
def test_a_topic_that_says_something_else_is_exit_2(capsys, tmp_path, topic, line, words):
    done = check_folders(
        capsys, tmp_path, {"deploycheck.yaml": f"{MANIFEST}topics:\n  t: {topic}\n", "order.avsc": VALID}
    )

    (problem,) = done.problems
    assert problem.startswith(f"deploycheck.yaml:{line}: ")
    assert words in problem
    assert done.code == 2


def test_a_language_that_we_do_not_read_is_said_to_be_one(capsys, tmp_path):
    manifest = TOPICS.replace("order.avsc", "order.proto")
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": manifest, "order.proto": "message Order {}"})

    (finding,) = done.findings("file-not-analysed")
    assert "it is Protocol Buffers, which deploycheck does not compare" in finding
    assert (done.problems, done.found_the_rest) == ([], True)


def test_a_schema_that_cannot_be_read_in_base_alone_makes_things_unknown(capsys, tmp_path):
    base = {"deploycheck.yaml": TOPICS, "order.avsc": b"{"}
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": TOPICS, "order.avsc": VALID}, base)

    assert done.findings("base-not-analysed") != []
    assert (done.problems, done.found_the_rest) == ([], True)


def test_what_is_valid_json_and_no_schema_is_a_finding_each(capsys, tmp_path):
    values = ("[]", "5", "null", '{"type": 5}', '{"type": {"type": {}}}', '[["null"]]', '{"type": "enum"}')
    topics = "".join(f"  t{number}: {{schema: s{number}.avsc}}\n" for number in range(len(values)))
    files = {f"s{number}.avsc": value for number, value in enumerate(values)}
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": f"{MANIFEST}topics:\n{topics}", **files})

    invalid = done.findings("topic-schema-invalid")
    assert len(invalid) == len(values) - 1  # an empty union is one, though nobody can write it
    assert (done.problems, done.found_the_rest) == ([], True)


def test_an_alias_bomb_in_a_json_schema_is_stopped(capsys, tmp_path):
    bomb = b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (c + 1, c + 1, b",".join([b"*%c" % c] * 10)) for c in range(97, 105)
    )
    manifest = TOPICS.replace("order.avsc", "order.yaml")
    done = check_folders(capsys, tmp_path, {"deploycheck.yaml": manifest, "order.yaml": bomb})
    (problem,) = done.problems
    assert "aliases up to *f stand for more than" in problem


def test_no_library_asks_the_network_for_a_schema(capsys, tmp_path):
    """A validator would fetch a meta-schema or a reference that it does not know; nobody calls here."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        there = f"http://127.0.0.1:{server.getsockname()[1]}"
        text = json.dumps({
            "$schema": f"{there}/draft", "$id": f"{there}/id", "$dynamicRef": f"{there}/d#x",
            "properties": {"a": {"$ref": f"{there}/ref"}, "b": {"$schema": f"{there}/inner", "maximum": 1}},
        })  # fmt: skip
        manifest = TOPICS.replace("order.avsc", "order.json")
        files = {"deploycheck.yaml": manifest, "order.json": text}
        done = check_folders(capsys, tmp_path, {**files, "order.json": text.replace("1}", "2}")}, files)

        assert [one.split()[0] for one in done.findings()] == ["topic-schema-undecidable"]
        with pytest.raises(BlockingIOError):
            server.accept()
