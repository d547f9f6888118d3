"""What a definition file says."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploycheck.domains.flags.definitions import definition_kind, load_definitions
from deploycheck.domains.flags.targeting import UndecidedError, _results, served_variants
from deploycheck.model.errors import SourceError

JSON = b"""{
  "$schema": "https://flagd.dev/schema/v0/flags.json",
  "flags": {
    "new-page": {
      "state": "ENABLED",
      "variants": {"on": true, "off": false},
      "defaultVariant": "off",
      "metadata": {"team": "web", "type": "release", "createdAt": "2026-01-31T10:00:00Z", "sunset": "2026-06-30"}
    },
    "size": {
      "state": "DISABLED",
      "variants": {"few": 10, "many": 50.5},
      "defaultVariant": "few"
    }
  }
}
"""
YAML = b"""flags:
  new-page:
    description: The new page
    state: ENABLED
    variants: {"on": true, "off": false}
    defaultVariant: "on"
---
flags:
  theme:
    variants: {dark: {back: black}, light: [white]}
"""


def test_a_json_file_declares_its_flags_with_all_that_is_said_of_them() -> None:
    found = load_definitions(JSON, "demo.flagd.json", "web")

    page, size = found.flags
    assert (page.key, page.type, page.enabled, page.default, page.serves, page.off) == (
        "new-page", "boolean", True, "off", "off", False,
    )  # fmt: skip
    assert (page.owner, page.kind, page.created, page.expires) == (
        "web", "release", date(2026, 1, 31), date(2026, 6, 30),
    )  # fmt: skip
    assert (page.location.line, page.lines, page.service) == (4, (4, 9), "web")
    assert (size.key, size.type, size.enabled, size.serves, size.served) == ("size", "number", False, None, frozenset())
    assert size.lines == (10, 17)
    assert found.home is not None
    assert found.home.line == 3


def test_a_yaml_file_of_several_documents() -> None:
    page, theme = load_definitions(YAML, "demo.yaml", None).flags

    assert (page.key, page.location.line, page.description, page.serves) == ("new-page", 2, "The new page", "on")
    assert (theme.key, theme.type, theme.enabled, theme.default) == ("theme", "object", True, None)


@pytest.mark.parametrize(
    ("variants", "type_"),
    [
        ('{"a": true}', "boolean"),
        ('{"a": 0, "b": 0.5}', "number"),
        ('{"a": "x"}', "string"),
        ('{"a": {}, "b": []}', "object"),
        ('{"a": true, "b": 1}', "unknown"),
        ('{"a": null}', "unknown"),
        ("{}", "unknown"),
        ("7", "unknown"),
    ],
)
def test_the_type_is_that_of_all_variants(variants: str, type_: str) -> None:
    data = f'{{"$schema": "https://flagd.dev/schema/v0/flags.json", "flags": {{"k": {{"variants": {variants}}}}}}}'

    assert [flag.type for flag in load_definitions(data.encode(), "k.json", None).flags] == [type_]


def test_what_openfeatures_generator_reads_counts_as_reads() -> None:
    manifest = b"""{
      "$schema": "../flag-manifest.json",
      "flags": {
        "new-page": {"flagType": "boolean", "defaultValue": false},
        "size": {"flagType": "integer", "defaultValue": 1}
      }
    }"""

    assert definition_kind("flags.json", manifest) == "flags:manifest"
    found = load_definitions(manifest, "flags.json", "web")
    assert [(call.key, call.type) for call in found.calls] == [("new-page", "boolean"), ("size", "number")]
    assert (found.flags, found.home) == ((), None)


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("demo.flagd.json", JSON, "flags:definitions"),
        ("demo.yaml", YAML, "flags:definitions"),
        ("flags.json", b'{"$schema": "https://flagd.dev/schema/v0/flags.json", "flags": {}}', "flags:definitions"),
        ("flags.json", b'{"$schema": "https://flagd.dev/schema/v0/flags.json", "flags": {', "flags:definitions"),
        ("other.json", b'{"flags": ["variants", "state"]}', None),
        ("other.json", b'{"flags": {"variants": "state"}}', None),
        ("compose.yaml", b"services: {web: {command: [--flags, variants, state]}}", None),
        ("notes.md", YAML, None),
    ],
)
def test_definitions_are_known_by_their_content(path: str, data: bytes, kind: str | None) -> None:
    assert definition_kind(path, data) == kind


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b'{"flags": {"a": {"variants": {}}, "b": 7}}', 1, "the flag b is no mapping"),
        (b"flags:\n  a: {variants: {}}\n  b: {variants: [\n", 4, ""),
    ],
)
def test_a_broken_file_is_told_with_its_line(data: bytes, line: int, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        load_definitions(data, "k.yaml", None)

    assert (caught.value.line, caught.value.path) == (line, "k.yaml")
    assert words in caught.value.message


TARGETING: list[tuple[Any, frozenset[str] | None]] = [
    (None, frozenset({"off"})),
    ({}, frozenset({"off"})),
    ({"if": [{"==": [{"var": "plan"}, "pro"]}, "on"]}, frozenset({"on", "off"})),
    ({"if": [{"var": "a"}, "on", {"var": "b"}, "half", "off"]}, frozenset({"on", "half", "off"})),
    ({"if": [{"var": "a"}, "on", "on"]}, frozenset({"on"})),
    ({"if": [{"var": "a"}, "on", None]}, frozenset({"on", "off"})),
    ({"?:": [{"var": "a"}, True, False]}, frozenset({"true", "false"})),
    ({"fractional": [["on", 30], ["half", 70]]}, frozenset({"on", "half"})),
    ({"fractional": [{"var": "user"}, ["on", 100], ["half", 0]]}, frozenset({"on"})),
    ({"fractional": [["on"], ["half"]]}, frozenset({"on", "half"})),
    ({"fractional": []}, None),
    ({"if": [{"var": "a"}, {"$ref": "staff"}, "off"]}, frozenset({"on", "off"})),
    ({"$ref": "nobody"}, None),
    ({"var": "variant"}, None),
    ({"cat": ["o", "n"]}, None),
    ({"if": 3}, None),
    ({"if": [{"var": "a"}, "on"], "and": []}, None),
    ([], frozenset({"off"})),
    (["on"], None),
]


@pytest.mark.parametrize(("targeting", "served"), TARGETING)
def test_what_targeting_can_serve(targeting: Any, served: frozenset[str] | None) -> None:
    flag = {"defaultVariant": "off", "targeting": targeting}

    assert served_variants(flag, {"staff": "on"}) == served


def test_evaluators_that_name_each_other_are_undecided() -> None:
    flag = {"defaultVariant": "off", "targeting": {"$ref": "a"}}

    assert served_variants(flag, {"a": {"$ref": "b"}, "b": {"$ref": "a"}}) is None


@st.composite
def rules(draw: st.DrawFn, depth: int = 3) -> Any:
    """Draw a targeting rule of nested conditions over the variables a and b."""
    if not depth or draw(st.booleans()):
        return draw(st.sampled_from(["on", "off", "half", None]))
    condition = {"var": draw(st.sampled_from(["a", "b"]))}
    branches = [draw(rules(depth - 1)), *([draw(rules(depth - 1))] if draw(st.booleans()) else [])]
    return {"if": [condition, *branches]}


def run(rule: Any, context: dict[str, bool]) -> str | None:
    """Evaluate a rule as flagd does."""
    if not isinstance(rule, dict):
        return rule if isinstance(rule, str) else None
    condition, *branches = rule["if"]
    if context[condition["var"]]:
        return run(branches[0], context)
    return run(branches[1], context) if len(branches) > 1 else None


@given(rules())
def test_whatever_somebody_gets_was_foretold(rule: Any) -> None:
    served = served_variants({"defaultVariant": "default", "targeting": rule}, {})

    got = {run(rule, {"a": a, "b": b}) or "default" for a in (True, False) for b in (True, False)}
    assert served is not None
    assert got <= served


def test_a_rule_of_endless_size_is_given_up() -> None:
    with pytest.raises(UndecidedError):
        list(_results({"if": [True, *["on"] * 20_000]}, {}))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("ab", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["if", "on", "1"]), inner, max_size=3),
    max_leaves=8,
)
PARTS = st.dictionaries(
    st.sampled_from(["variants", "state", "defaultVariant", "targeting", "metadata", "description"]), VALUES, max_size=6
)


@given(st.dictionaries(st.sampled_from(["a", "b c", ""]), PARTS | VALUES, min_size=1, max_size=3))
def test_any_document_gives_flags_or_says_why_not(flags: dict[str, Any]) -> None:
    import json

    data = json.dumps({"$schema": "https://flagd.dev/schema/v0/flags.json", "flags": flags}).encode()
    try:
        found = load_definitions(data, "k.json", None)
    except SourceError as error:
        assert "is no mapping" in error.message  # noqa: PT017  both ways are fine
    else:
        assert {flag.key for flag in found.flags} == set(flags)
