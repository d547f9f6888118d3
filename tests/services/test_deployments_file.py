"""The record of what runs where."""

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploycheck.documents.yaml import load_yaml_one
from deploycheck.domains.services.deployments import Deployments, dump_deployments, load_deployments, record
from deploycheck.domains.services.schemas import NAMES, schema
from deploycheck.model.duration import format_duration, parse_duration
from deploycheck.model.errors import SourceError

names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
versions = st.lists(names, min_size=1, max_size=3, unique=True).map(tuple)
deployments = st.dictionaries(names, st.dictionaries(names, versions, max_size=3), max_size=3).map(Deployments)


def test_one_version_or_several():
    found = load_deployments(b"environments: {prod: {orders: v1.4.2, checkout: [3f2a9c1e, main]}, test: }")
    assert found.environments == {"prod": {"orders": ("v1.4.2",), "checkout": ("3f2a9c1e", "main")}, "test": {}}
    assert (found.live("prod")["orders"], found.live("stage")) == (("v1.4.2",), {})


def test_recording_replaces_or_adds():
    first = record(Deployments(), "orders", "prod", "v1")
    added = record(first, "orders", "prod", "v2", add=True)
    assert added.environments == {"prod": {"orders": ("v1", "v2")}}
    assert record(added, "orders", "prod", "v1", add=True).environments == {"prod": {"orders": ("v2", "v1")}}
    assert record(added, "orders", "prod", "v3").environments == {"prod": {"orders": ("v3",)}}
    assert first.environments == {"prod": {"orders": ("v1",)}}


def test_the_text_is_yaml_for_people():
    found = Deployments({"prod": {"orders": ("v1.4.2",), "checkout": ("1e5", "main")}, "on": {}})
    assert dump_deployments(found) == (
        "schema: deploycheck.deployments/v1\n"
        "environments:\n"
        "  prod:\n"
        "    orders: v1.4.2\n"
        '    checkout: ["1e5", main]\n'
        '  "on": {}\n'
    )


@given(deployments)
def test_what_is_written_is_read_again(given):
    assert load_deployments(dump_deployments(given).encode()) == given


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("environments:\n  prod:\n    orders: 1.10", 3, "`orders` is `1.1`; write it as a text, in quotes"),
        ("enviroments: {}", 1, "unknown key `enviroments`; did you mean environments?"),
        ("environments: {prod: [a]}", 1, "`prod` is a list; write a mapping here"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, line, message):
    with pytest.raises(SourceError) as caught:
        load_deployments(text.encode())
    assert (caught.value.message, caught.value.line) == (message, line)


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_json_schemas(name):
    jsonschema_rs.meta.validate(schema(name))


def test_the_schemas_say_what_the_readers_say():
    text = dump_deployments(record(Deployments(), "orders", "prod", "v1"))
    assert jsonschema_rs.is_valid(schema("deployments"), load_yaml_one(text.encode()).value)
    assert not jsonschema_rs.is_valid(schema("manifest"), {"services": {"a": {"onwer": "x"}}})
    assert jsonschema_rs.is_valid(schema("manifest"), {"services": {"a": None}, "clients": {"m": {"lingers": "90d"}}})
    assert not jsonschema_rs.is_valid(schema("manifest"), {"clients": {"m": {"lingers": "90"}}})


@pytest.mark.parametrize(
    ("text", "seconds"), [("90d", 7_776_000), ("12h", 43_200), ("30m", 1_800), ("45s", 45), ("2w", 1_209_600)]
)
def test_durations(text, seconds):
    assert parse_duration(text) == seconds
    assert parse_duration(format_duration(seconds)) == seconds


@pytest.mark.parametrize("text", ["", "90", "d", "1.5h", "-1d", "90 d", "1y", "٣d"])
def test_what_is_no_duration(text):
    with pytest.raises(ValueError, match="is not a duration"):
        parse_duration(text)
