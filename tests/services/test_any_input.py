"""Whatever users write: readers end in a value or in a message, and agree with the published schema."""

import json
from functools import cache

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploycheck.documents import Document
from deploycheck.documents.shape import mistakes, read_shape
from deploycheck.domains.services.backstage import catalog_services, parse_catalog
from deploycheck.domains.services.compose import parse_compose
from deploycheck.domains.services.deployments import load_deployments
from deploycheck.domains.services.manifest import read_manifest
from deploycheck.domains.services.manifest_shape import ManifestShape
from deploycheck.domains.services.pact import parse_pact
from deploycheck.domains.services.schemas import schema
from deploycheck.domains.services.tree import Tree
from deploycheck.model.errors import SourceError

KEYS = st.sampled_from(
    ["services", "databases", "clients", "environments", "schema", "a", "a b", "path", "provides", "consumes", "spec", "tier",
     "queries", "rollout", "lingers", "freeze", "from", "to", "release", "operations", "complete", "engine", "x",
     "consumer", "provider", "name", "interactions", "request", "response", "body", "matchingRules", "query",
     "build", "depends_on", "environment", "image", "kind", "metadata", "annotations", "definition", "providesApis"]
)  # fmt: skip
SCALARS = st.sampled_from(
    [None, True, 0, 1, -1, 1.5, "", "a", "all", "../..", "/", "90d", "ordered", "postgresql 15", "Component", "API",
     "deploycheck.manifest/v1", "${A:-b}", "orders:80", "$.body[*].a", "*", "url:https://h/tree/main/a/"]
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
SERVICE_KEYS = st.sampled_from(
    ["path", "tier", "provides", "consumes", "queries", "rollout", "databases", "owner", "x"]
)
MANIFESTS = st.fixed_dictionaries(
    {},
    optional={
        "services": st.dictionaries(KEYS, st.dictionaries(SERVICE_KEYS, VALUES, max_size=3) | st.none(), max_size=2),
        "clients": st.dictionaries(KEYS, VALUES, max_size=2),
        "environments": st.dictionaries(KEYS, VALUES, max_size=2),
    },
)


@cache
def published():
    return jsonschema_rs.validator_for(schema("manifest"))


@given(MANIFESTS | VALUES)
@settings(max_examples=400, deadline=None)
def test_the_schema_and_the_reader_agree(value):
    told = list(mistakes(value, ManifestShape))

    assert published().is_valid(value) is (not told)
    assert [problem.message for problem in read_shape(Document(value), ManifestShape)[1]] == [
        one.message for one in told
    ]


@given(MANIFESTS | VALUES)
@settings(max_examples=200)
def test_a_manifest_is_read_or_told_what_is_wrong(value):
    found = read_manifest(json.dumps(value).encode(), "a/deploycheck.yaml", Tree(["a/a", "b"]))
    assert all(problem.message and problem.path == "a/deploycheck.yaml" for problem in found.problems)


def catalogue(data, path):
    return list(catalog_services(parse_catalog(data, path), Tree([path])))


@pytest.mark.parametrize("parse", [parse_pact, parse_compose, catalogue, load_deployments])
@given(value=VALUES)
@settings(max_examples=100)
def test_other_files_are_read_or_refused(parse, value):
    found = answered(parse, json.dumps(value).encode())

    assert found is not None
    assert not isinstance(found, SourceError) or (found.message and found.path == "some.json")


def answered(parse, data):
    """What is read, or why it is refused."""
    try:
        return parse(data, "some.json")
    except SourceError as error:
        return error


PACT_PARTS = st.fixed_dictionaries(
    {"path": SCALARS},
    optional={
        "body": VALUES,
        "query": VALUES,
        "headers": VALUES,
        "status": SCALARS,
        "matchingRules": VALUES,
        "method": SCALARS,
    },
)


@given(PACT_PARTS, PACT_PARTS, VALUES)
@settings(max_examples=200)
def test_any_interaction_is_read_or_refused(request_part, response_part, states):
    interaction = {"request": request_part, "response": response_part, "providerStates": states}
    pact = {"consumer": {"name": "a"}, "provider": {"name": "b"}, "interactions": [interaction]}
    data = json.dumps(pact).encode()
    if isinstance(request_part["path"], str):
        assert [one.path for one in parse_pact(data, "a-b.json").interactions] == [request_part["path"]]
    else:
        with pytest.raises(SourceError, match=r"this interaction has no `request\.path`"):
            parse_pact(data, "a-b.json")


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", b"\x00", b"services:\n\t- a", b"a: &a [*a]", b"[" * 100_000, b"services: {a: {<<: [1]}}", b"\xef\xbb\xbfservices:\r\n  a:\r\n"],
)  # fmt: skip
def test_odd_bytes_end_in_a_manifest_or_in_a_problem(data):
    found = read_manifest(data, "deploycheck.yaml", Tree([]))
    assert all(problem.path == "deploycheck.yaml" for problem in found.problems)
