"""What is generated into docs/ is current; DEPLOYCHECK_UPDATE_GOLDEN=1 writes it anew. Every link leads somewhere."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from golden import ROOT, UPDATE
from reference_pages import reference_pages

from deploycheck.app.schemas import schema
from deploycheck.documents.fences import Fence, blocks
from deploycheck.documents.load import load
from deploycheck.engine.plugins import load_registry
from deploycheck.report.page import rule_pages
from deploycheck.testing.bundled import cases_of

DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


def test_the_pages_of_the_rules_are_current() -> None:
    rules = load_registry().rules
    cases = {name: text for name, rule in rules.items() if (text := cases_of(rule))}
    _assert_current(DOCS / "rules", rule_pages(rules.values(), cases))


def test_the_reference_is_current() -> None:
    _assert_current(DOCS / "reference", reference_pages(), by_hand={"files.md", "atoms.md"})


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link and "mailto:" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_examples_of_the_files_page_follow_their_schemas() -> None:
    names = ("manifest", "configuration", "waivers", "deployments")
    fences = [
        block for block in blocks((DOCS / "reference" / "files.md").read_text("utf-8")) if isinstance(block, Fence)
    ]
    documents = [_read(fence) for fence in fences]
    faults = [
        f"{name}: {error.message}"
        for name, document in zip(names, documents, strict=True)
        for error in jsonschema_rs.validator_for(schema(name)).iter_errors(document)
    ]
    assert faults == []


def _read(fence: Fence) -> Any:
    return tomllib.loads(fence.text) if fence.info == "toml" else load(fence.text.encode(), "files.yaml")[0].value


def _assert_current(folder: Path, expected: dict[str, str], by_hand: set[str] = frozenset()) -> None:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    found = {name: path for name, path in found.items() if name not in by_hand}
    if os.environ.get(UPDATE):
        for name in found.keys() - expected.keys():
            found.pop(name).unlink()
        for name, page in expected.items():
            found[name] = folder / name
            found[name].parent.mkdir(parents=True, exist_ok=True)
            found[name].write_text(page, encoding="utf-8", newline="\n")
    stale = [name for name, page in expected.items() if name not in found or found[name].read_text("utf-8") != page]
    assert (stale, sorted(found.keys() - expected.keys())) == ([], []), f"run pytest with {UPDATE}=1 to write them anew"


def test_decisions_have_numbers_of_their_own() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    for name in names:
        assert (ROOT / "docs" / "decisions" / name).read_text().startswith(f"# {int(name[:4])}. ")
