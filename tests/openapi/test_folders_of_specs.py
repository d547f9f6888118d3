"""A folder of specs: which one of head continues which of base."""

import pytest


@pytest.fixture
def titled(spec):
    """Write a spec with a title and one path."""

    def write(title, path):
        text = spec(f'  /{path}:\n    get: {{responses: {{"200": {{description: OK}}}}}}\n')
        return text.replace("title: Orders", f"title: {title}")

    return write


def removed(report):
    return sorted(one.subject for one in report.findings if one.rule == "operation-removed")


def test_specs_of_a_folder_are_matched_by_their_paths(judge, titled):
    base = {"specs/a.yaml": titled("A", "a"), "specs/b.yaml": titled("B", "b")}
    head = {"specs/a.yaml": titled("A", "a2"), "specs/b.yaml": titled("B", "b")}
    assert removed(judge(base, head)) == ["GET /a"]


def test_a_whole_folder_that_moves_is_matched_by_titles(judge, titled):
    base = {"specs/a.yaml": titled("A", "a"), "specs/b.yaml": titled("B", "b")}
    head = {"api/v1/a.yaml": titled("A", "a"), "api/v1/b.yaml": titled("B", "b2")}
    assert removed(judge(base, head)) == ["GET /b"]


def test_specs_with_one_title_that_move_lose_nothing(judge, titled):
    base = {"specs/a.yaml": titled("A", "a"), "specs/b.yaml": titled("A", "b")}
    head = {"api/a.yaml": titled("A", "a"), "api/b.yaml": titled("A", "b")}
    assert removed(judge(base, head)) == []


def test_a_spec_may_become_json_and_be_renamed(judge, titled):
    head = '{"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}}'
    assert removed(judge({"specs/a.yaml": titled("A", "a")}, {"specs/orders.json": head})) == ["GET /a"]


def test_what_manifests_name_is_matched_by_that_name(judge, titled):
    def files(path, operation):
        manifest = f"services:\n  shop:\n    path: .\n    provides: {{orders: {path}, stock: stock.yaml}}\n"
        return {
            "deploycheck.yaml": manifest,
            path: titled(operation, operation),
            "stock.yaml": titled("Stock", "stock"),
        }

    assert removed(judge(files("v1.yaml", "old"), files("v2.yaml", "new"))) == ["GET /old"]
