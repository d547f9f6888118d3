"""Owners and runbooks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from deploycheck.domains.services.codeowners import parse_codeowners
from deploycheck.domains.services.runbook import parse_runbook

CODEOWNERS = b"""\
# all that nobody else has
*                       @shop/all
*.sql                   @shop/data   # inline
/services/orders/       @shop/orders ana@example.com
/services/*             @shop/services
docs/                   @shop/docs
/a\\ folder/**           @shop/blanks
/services/nobody/
!/services/orders/x     @shop/ignored
"""


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("main.go", "@shop/all"),
        ("db/a.sql", "@shop/data"),
        ("services/orders/a.sql", "@shop/orders, ana@example.com"),
        ("services/orders/x", "@shop/orders, ana@example.com"),
        ("services/file", "@shop/services"),
        ("services/tax/file", "@shop/all"),
        ("services/tax/docs/a.md", "@shop/docs"),
        ("a folder/b/c", "@shop/blanks"),
        ("services/nobody/a", None),
    ],
)
def test_the_last_line_that_matches_counts(path, owner):
    assert parse_codeowners(CODEOWNERS, "CODEOWNERS").of(path) == owner


def test_a_line_for_one_folder_counts_in_its_place_among_the_others():
    found = parse_codeowners(b"/a/ @first\n*.go @go\n/a/b @second\n/a/ @third\n/a/c/ @folder\n", "CODEOWNERS")
    assert [found.of(path) for path in ("a/x.go", "x.go", "a/b", "a/b/x.go", "a/c", "a/c/x.go")] == [
        "@third",
        "@go",
        "@third",
        "@third",
        "@third",
        "@folder",
    ]


paths = st.lists(st.sampled_from(["a", "b", "c.go"]), min_size=1, max_size=3).map("/".join)
patterns = st.builds(
    lambda root, path, end: root + path + end, st.sampled_from(["", "/"]), paths, st.sampled_from(["", "/"])
)


@given(st.lists(patterns | st.just("*.go"), max_size=6), paths)
def test_looking_up_finds_what_trying_line_by_line_finds(given_patterns, path):
    found = parse_codeowners("".join(f"{one} @{n}\n" for n, one in enumerate(given_patterns)).encode(), "CODEOWNERS")
    tried = [f"@{n}" for n, one in enumerate(given_patterns) if GitIgnoreSpec.from_lines([one]).match_file(path)]
    assert found.of(path) == (tried[-1] if tried else None)


def test_gitlab_sections_have_default_owners():
    found = parse_codeowners(b"[Docs][2] @docs\ndocs/\n^[Data]\n*.sql @data\n*.csv\n", ".gitlab/CODEOWNERS")
    assert [found.of(path) for path in ("docs/a.md", "a.sql", "a.csv")] == ["@docs", "@data", None]


def test_owners_by_manifest_then_codeowners_then_backstage(estate):
    component = "kind: Component\nmetadata: {name: %s}\nspec: {type: service, owner: backstage}"
    found = estate(
        {
            "deploycheck.yaml": "services: {a: {owner: manifest, path: a}, b: {path: b}}",
            "docs/CODEOWNERS": "/a/ @a\n/b/ @b\n/c/ @c\n",
            "a/catalog-info.yaml": component % "a",
            "b/catalog-info.yaml": component % "b",
            "c/catalog-info.yaml": component % "c",
            "d/catalog-info.yaml": component % "d",
        }
    )
    assert {name: one.owner for name, one in found.services.items()} == {
        "a": "manifest",
        "b": "@b",
        "c": "@c",
        "d": "backstage",
    }


def test_runbooks_are_found_in_the_service_folder(estate):
    found = estate(
        {"a/Dockerfile": "", "a/docs/runbook.md": "", "b/Dockerfile": "", "b/RUNBOOK.md": "", "c/Dockerfile": ""}
    )
    assert [one.runbook for one in found.services.values()] == ["a/docs/runbook.md", "b/RUNBOOK.md", None]


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("# Orders\n## Rolling back\n", True),
        ("Rollback plan\n-------------\n", True),
        ("== Roll-back\n", True),
        ("## Revert a release ##\n", True),
        ("# Orders\nrollback is easy\n", False),
        ("```\n# rollback\n```\n", False),
        ("", False),
    ],
)
def test_a_runbook_tells_rollback_by_its_headings(text, tells):
    assert parse_runbook(text.encode(), "runbook.md").tells_rollback is tells
