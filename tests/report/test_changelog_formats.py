"""The formats of the changelog: golden files, the published schema, and text of strangers that stays text."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import jsonschema_rs
import pytest
from golden import FORMATS as GOLDEN
from golden import assert_golden
from hostile_text import HOSTILE, MARKER

from deploycheck.model.changelog import ApiChanges, Changelog, Entry, Reason, VersionBump
from deploycheck.model.finding import Problem, Witness
from deploycheck.model.location import Location
from deploycheck.model.severity import Impact, Severity
from deploycheck.model.snapshot import SnapshotInfo
from deploycheck.report.changelog_formats import FORMATS, render
from deploycheck.report.schema import schema
from deploycheck.report.style import ReportStyle

PATH = "orders/openapi.yaml"
NARROWED = Reason(
    "request-body-narrowed",
    "POST /orders: request body (application/json): amount: 0 is less than the minimum of 1; checkout may send this",
    "POST /orders",
    "yes",
    Location(PATH, 12, 9),
    "request.application/json.amount.minimum",
    "/paths/~1orders/post",
    Impact.INCOMPATIBLE,
    Severity.ERROR,
    "dc1:00000000000000c1",
    Witness("request", {"method": "POST", "path": "/orders", "body": {"amount": 0}}, "/amount", "it was valid"),
)
DOUBT = replace(
    NARROWED,
    rule="spec-undecidable",
    breaking="unknown",
    impact=Impact.UNKNOWN,
    severity=Severity.WARNING,
    witness=None,
)
MANY = tuple(f"GET /things/{number}" for number in range(5))
ENTRIES = (
    Entry("added", (), "server https://eu.example", "", Location(PATH, 3)),
    Entry("removed", ("GET /orders/{id}",), "", "deprecated", None, Location(PATH, 20, 5, "base"), reasons=(
        replace(NARROWED, rule="operation-removed", text="GET /orders/{id} was removed; checkout may still call it", operation="GET /orders/{id}", witness=None),
    )),
    Entry("changed", ("POST /orders",), "request body: amount", "minimum raised from 0 to 1", Location(PATH, 12, 9),
          Location(PATH, 11, 9, "base"), reasons=(NARROWED,)),
    Entry("changed", ("POST /orders",), "request body: code", "pattern changed from ^a to ^b", Location(PATH, 13),
          Location(PATH, 12, 1, "base"), reasons=(DOUBT,)),
    Entry("deprecated", ("POST /orders",), "query parameter draft", "to be removed on 2027-03-31", Location(PATH, 9), Location(PATH, 9, 1, "base")),
    Entry("added", MANY, "schema Money: currency", "optional", Location(PATH, 40)),
    Entry("changed", ("PUT /a", "PUT /b"), "schema Money: amount", "is optional now", Location(PATH, 39), Location(PATH, 39, 1, "base")),
)  # fmt: skip
API = ApiChanges("orders", "Orders of the shop", "orders", "changed", PATH, PATH,
                 VersionBump("2.4.0", "2.5.0", "major", "3.0.0", enough=False), ENTRIES, 3)  # fmt: skip
LOG = Changelog(
    "0.1.0",
    SnapshotInfo("git", "v2.4.0", "3f2a9c1e0d4b5a69788796a5b4c3d2e1f0a9b8c7"),
    SnapshotInfo("worktree"),
    (
        API,
        ApiChanges("stock", "Stock", None, "added", None, "stock/openapi.yaml", VersionBump("", "1.0.0", "none")),
        ApiChanges("text", "", None, "changed", "a.yaml", "b.yaml", VersionBump("1", "1", "none")),
    ),
)
EMPTY = replace(LOG, apis=())
BROKEN = replace(LOG, apis=(), problems=(Problem("this is not YAML", PATH, 4),))
NAMES = {"text": "changelog.txt", "markdown": "changelog.md", "json": "changelog.json", "html": "changelog.html"}


def hostile() -> Changelog:
    text = " ".join(HOSTILE) + f" postgres://admin:{MARKER}@db/shop host=db password={MARKER}"
    place = Location(text, 1, 1)
    witness = Witness("request", {text: [text, Decimal("NaN"), Decimal("1e999999")]}, text, text)
    evil = Reason(text, text, text, "yes", place, text, text, Impact.INCOMPATIBLE, Severity.ERROR, text, witness)
    entry = Entry("changed", (text, f"GET {text}", text), text, text, place, place.on("base"), text, reasons=(evil,))
    api = ApiChanges(
        text,
        f"Title {text}",
        text,
        "changed",
        text,
        text + "b",
        VersionBump(text, text, "major", text, enough=False),
        (entry,),
    )
    both = SnapshotInfo("dir", text)
    return Changelog("0.1.0", both, both, (api, replace(api, name="other")), problems=(Problem(text, text, 1),))


@pytest.mark.parametrize("name", FORMATS)
def test_a_changelog_looks_as_its_golden_file(name: str) -> None:
    assert_golden(GOLDEN / NAMES[name], render(LOG, ReportStyle(), name))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_and_what_could_not_be_read_are_said(name: str) -> None:
    assert name == "json" or "No API changed in what callers notice" in render(EMPTY, ReportStyle(), name)
    assert "this is not YAML" in render(BROKEN, ReportStyle(), name)


@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_of_many_reasons_the_first_are_shown(name: str) -> None:
    many = tuple(replace(NARROWED, text=f"reason {number}") for number in range(9))
    log = replace(LOG, apis=(replace(API, entries=(replace(ENTRIES[2], reasons=many),)),))
    text = render(log, ReportStyle(), name)
    assert ("reason 2" in text, "reason 3" in text, "6 more reasons of the same kind" in text) == (True, False, True)


def test_colours_change_no_word() -> None:
    coloured = render(LOG, ReportStyle(color=True), "text")
    assert "\x1b[" in coloured
    plain = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines()]
    assert plain == render(LOG, ReportStyle(), "text").splitlines()


@pytest.mark.parametrize("log", [LOG, EMPTY, BROKEN, hostile()], ids=["log", "empty", "broken", "hostile"])
def test_json_is_what_the_published_schema_says(log: Changelog) -> None:
    data = json.loads(render(log, ReportStyle(), "json"))
    errors = jsonschema_rs.validator_for(schema("changelog")).iter_errors(data)
    assert [str(error) for error in errors] == []


@pytest.mark.parametrize("name", FORMATS)
def test_text_of_strangers_stays_text(name: str) -> None:
    text = render(hostile(), ReportStyle(), name)
    text.encode("utf-8")
    assert MARKER not in text
    assert re.findall("[\x00-\x09\x0b-\x1f]", text) == []
    if name != "json":
        assert re.findall("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", text) == []


class Page(HTMLParser):
    """Collects tags, ids and whatever could fetch or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.active: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in ("meta", "input"):
            self.open.append(tag)
        self.active += [
            name for name, value in attrs if name.startswith("on") or name in ("src", "srcset", "style", "action")
        ]
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("log", [LOG, EMPTY, BROKEN, hostile()], ids=["log", "empty", "broken", "hostile"])
def test_the_page_is_whole_and_does_nothing(log: Changelog) -> None:
    page = Page()
    text = render(log, ReportStyle(), "html")
    page.feed(text)
    assert (page.open, page.active) == ([], [])
    assert page.tags & {"script", "img", "iframe", "object", "link", "base", "form", "svg"} == set()
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert "url(" not in text.partition("</style>")[0]
    assert "@import" not in text.partition("</style>")[0]
