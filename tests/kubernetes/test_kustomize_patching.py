"""Strategic merge patches and JSON patches on plain values."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploycheck.domains.kubernetes.kustomize.patching import PatchError, fits, json_patch, strategic_merge

POD: dict[str, Any] = {
    "replicas": 2,
    "containers": [
        {"name": "web", "image": "web:1", "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]},
        {"name": "proxy", "image": "proxy:1", "args": ["-x", "-y"]},
    ],
}

MERGES: list[tuple[Any, Any]] = [
    ({"replicas": 3}, {**POD, "replicas": 3}),
    ({"replicas": None}, {"containers": POD["containers"]}),
    ({"new": {"deep": 1}}, {**POD, "new": {"deep": 1}}),
    ({"containers": {"$patch": "delete"}}, {"replicas": 2}),
    ({"$patch": "replace", "other": 1}, {"other": 1}),
]


@pytest.mark.parametrize(("patch", "merged"), MERGES)
def test_mappings_merge_key_by_key(patch: Any, merged: Any) -> None:
    assert strategic_merge(POD, patch, lists=True) == merged


def containers(patch: list[Any], *, lists: bool = True) -> Any:
    return strategic_merge(POD, {"containers": patch}, lists=lists)["containers"]


def test_lists_of_named_things_merge_by_name() -> None:
    web, proxy = containers([{"name": "web", "env": [{"name": "B", "value": "3"}, {"name": "C", "value": "4"}]}])

    assert {one["name"]: one["value"] for one in web["env"]} == {"A": "1", "B": "3", "C": "4"}
    assert (web["image"], proxy) == ("web:1", POD["containers"][1])


def test_lists_of_plain_things_are_replaced() -> None:
    _, proxy = containers([{"name": "proxy", "args": ["-z"]}])

    assert proxy["args"] == ["-z"]


def test_items_are_deleted_added_and_replaced_by_directives() -> None:
    assert [one["name"] for one in containers([{"name": "web", "$patch": "delete"}])] == ["proxy"]
    assert {one["name"] for one in containers([{"name": "log"}])} == {"web", "proxy", "log"}
    assert containers([{"$patch": "replace"}, {"name": "only"}]) == [{"name": "only"}]


def test_kinds_of_others_have_their_lists_replaced() -> None:
    assert containers([{"name": "web"}], lists=False) == [{"name": "web"}]


def test_ports_merge_by_the_number_that_their_list_has() -> None:
    service = strategic_merge(
        {"ports": [{"port": 80, "name": "http"}]}, {"ports": [{"port": 80, "targetPort": 8080}]}, lists=True
    )
    container = strategic_merge({"ports": [{"containerPort": 1}]}, {"ports": [{"containerPort": 2}]}, lists=True)

    assert service == {"ports": [{"port": 80, "name": "http", "targetPort": 8080}]}
    assert sorted(one["containerPort"] for one in container["ports"]) == [1, 2]


SCALARS = st.sampled_from([1, 2, "x", True])
LEAVES = SCALARS | st.lists(SCALARS, max_size=2)


def named(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    items = st.dictionaries(st.sampled_from(["image", "ready", "env"]), values, max_size=2)
    one = st.tuples(st.sampled_from(["web", "proxy", "log"]), items).map(lambda pair: {**pair[1], "name": pair[0]})
    return st.lists(one, max_size=3, unique_by=lambda item: item["name"])


VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3)
        | st.fixed_dictionaries({"containers": named(inner)})
    ),
    max_leaves=10,
)
OBJECTS = st.dictionaries(st.sampled_from(["a", "b"]), VALUES, max_size=2)
PATCHES = st.dictionaries(st.sampled_from(["a", "b"]), VALUES | st.none(), max_size=2)


@given(OBJECTS, PATCHES)
def test_a_patch_twice_is_a_patch_once(value: Any, patch: Any) -> None:
    once = strategic_merge(value, patch, lists=True)

    assert canonical(strategic_merge(once, patch, lists=True)) == canonical(once)


@given(OBJECTS, PATCHES)
def test_nothing_is_changed_in_place(value: Any, patch: Any) -> None:
    before = copy.deepcopy((value, patch))

    strategic_merge(value, patch, lists=True)

    assert (value, patch) == before


@given(OBJECTS)
def test_an_object_patched_with_itself_or_with_nothing_is_itself(value: Any) -> None:
    assert canonical(strategic_merge(value, value, lists=True)) == canonical(value)
    assert strategic_merge(value, {}, lists=True) == value


@given(OBJECTS, st.dictionaries(st.sampled_from(["a"]), VALUES), st.dictionaries(st.sampled_from(["b"]), VALUES))
def test_patches_of_different_fields_go_in_any_order(value: Any, one: Any, other: Any) -> None:
    first = strategic_merge(strategic_merge(value, one, lists=True), other, lists=True)

    assert first == strategic_merge(strategic_merge(value, other, lists=True), one, lists=True)


def canonical(value: Any) -> Any:
    """Sort lists of named things: a merge may move them, and their order means nothing."""
    if isinstance(value, dict):
        return {key: canonical(part) for key, part in value.items()}
    if isinstance(value, list):
        items = [canonical(part) for part in value]
        keyed = all(isinstance(item, dict) and "name" in item for item in items)
        return sorted(items, key=lambda item: item["name"]) if keyed else items
    return value


DOCUMENT: dict[str, Any] = {"a": {"b": [1, 2, 3], "x/y": 1, "m~n": 2}, "c": "d"}
OPERATIONS: list[tuple[dict[str, Any], Any]] = [
    ({"op": "add", "path": "/a/b/1", "value": 9}, {"a": {"b": [1, 9, 2, 3], "x/y": 1, "m~n": 2}, "c": "d"}),
    ({"op": "add", "path": "/a/b/-", "value": 9}, {"a": {"b": [1, 2, 3, 9], "x/y": 1, "m~n": 2}, "c": "d"}),
    ({"op": "add", "path": "/c", "value": 9}, {**DOCUMENT, "c": 9}),
    ({"op": "replace", "path": "/a/b/0", "value": 9}, {"a": {"b": [9, 2, 3], "x/y": 1, "m~n": 2}, "c": "d"}),
    ({"op": "replace", "path": "", "value": 9}, 9),
    ({"op": "remove", "path": "/a/x~1y"}, {"a": {"b": [1, 2, 3], "m~n": 2}, "c": "d"}),
    ({"op": "remove", "path": "/a/m~0n"}, {"a": {"b": [1, 2, 3], "x/y": 1}, "c": "d"}),
    ({"op": "remove", "path": "/a/b/2"}, {"a": {"b": [1, 2], "x/y": 1, "m~n": 2}, "c": "d"}),
    ({"op": "test", "path": "/c", "value": "d"}, DOCUMENT),
    ({"op": "copy", "from": "/c", "path": "/e"}, {**DOCUMENT, "e": "d"}),
    ({"op": "move", "from": "/c", "path": "/a/c"}, {"a": {**DOCUMENT["a"], "c": "d"}}),
]


@pytest.mark.parametrize(("operation", "expected"), OPERATIONS)
def test_json_patch_operations(operation: dict[str, Any], expected: Any) -> None:
    assert json_patch(DOCUMENT, [operation]) == expected


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "/nothing", "value": 1},
        {"op": "remove", "path": "/a/b/3"},
        {"op": "remove", "path": ""},
        {"op": "add", "path": "/a/b/5", "value": 1},
        {"op": "add", "path": "/nothing/here", "value": 1},
        {"op": "add", "path": "/c/deeper", "value": 1},
        {"op": "replace", "path": "/a/b/-", "value": 1},
        {"op": "test", "path": "/c", "value": "other"},
        {"op": "move", "path": "/c"},
        {"op": "merge", "path": "/c"},
        {"op": "add"},
        {"op": "add", "path": "c", "value": 1},
        {"op": "move", "from": "", "path": "/e"},
        "add",
    ],
)
def test_an_operation_that_does_not_fit_says_so(operation: Any) -> None:
    with pytest.raises(PatchError):
        json_patch(DOCUMENT, [operation])


@pytest.mark.parametrize(
    ("pattern", "name", "answer"),
    [
        ("web", "web", True),
        ("web", "webs", False),
        ("web.*", "webs", True),
        (".*", "", True),
        ("a.*b.*c", "a-b-c", True),
        ("a.*b.*c", "a-c-b", False),
        ("^(web|orders)$", "orders", True),
        ("web|orders", "other", False),
        ("w[ea]b", "web", None),
        ("web|w+", "web", True),
    ],
)
def test_a_target_is_named_by_a_pattern(pattern: str, name: str, answer: bool | None) -> None:
    assert fits(pattern, name) is answer
