"""The seven modes: which direction each asks, and of which versions."""

import json
from datetime import date

import pytest

from deploycheck.app import check
from deploycheck.domains.messages.modes import MODES, promise_of
from deploycheck.engine.plugins import load_registry
from deploycheck.testing.memory import MemorySnapshot

REGISTRY = load_registry()
ID = {"name": "id", "type": "string"}
WANTED = {"name": "n", "type": "long"}
OPTIONAL = {**WANTED, "default": 0}

BREAKS_BACKWARD = ([ID], [ID, WANTED])
BREAKS_FORWARD = ([ID, WANTED], [ID])
BREAKS_NOTHING = ([ID], [ID, OPTIONAL])
BREAKS_BOTH = ([ID, {"name": "n", "type": "long"}], [ID, {"name": "n", "type": "boolean"}])

ASKED = {
    "none": set(),
    "backward": {"backward"},
    "backward_transitive": {"backward"},
    "forward": {"forward"},
    "forward_transitive": {"forward"},
    "full": {"backward", "forward"},
    "full_transitive": {"backward", "forward"},
}


def snapshot(mode, versions):
    manifest = (
        "services:\n  orders: {emits: [t]}\n  billing: {reads: [t]}\n"
        f"topics:\n  t: {{schema: versions, compatibility: {mode}}}\n"
    )
    schemas = {
        f"versions/v{number}.avsc": json.dumps({"type": "record", "name": "R", "fields": fields})
        for number, fields in enumerate(versions, 1)
    }
    return MemorySnapshot({"deploycheck.yaml": manifest, **schemas})


def directions(mode, before, after):
    """Give the directions in which a mode is broken when the versions of head follow those of base."""
    report = check(
        snapshot(mode, before), snapshot(mode, after), today=date(2026, 11, 22), select=["messages"], registry=REGISTRY
    )
    found = [one for one in report.findings if one.rule == "topic-schema-incompatible"]
    return {one.aspect.split()[0] for one in found}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("pair", "broken"),
    [
        (BREAKS_BACKWARD, {"backward"}),
        (BREAKS_FORWARD, {"forward"}),
        (BREAKS_NOTHING, set()),
        (BREAKS_BOTH, {"backward", "forward"}),
    ],
    ids=["a field more", "a field less", "a default more", "another type"],
)
def test_a_mode_asks_its_directions_of_the_live_version(mode, pair, broken):
    old, new = pair
    assert directions(mode, [old], [old, new]) == broken & ASKED[mode]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("versions", "broken"),
    [(([ID], [ID, OPTIONAL], [ID, WANTED]), {"backward"}), (([ID, WANTED], [ID, OPTIONAL], [ID]), {"forward"})],
    ids=["a field more in two steps", "a field less in two steps"],
)
def test_a_transitive_mode_asks_of_every_version(mode, versions, broken):
    asked = ASKED[mode] if mode.endswith("_transitive") else set()
    assert directions(mode, versions[:2], versions) == broken & asked


@pytest.mark.parametrize("mode", MODES)
def test_modes_keep_themselves_and_full_transitive_keeps_all(mode):
    assert promise_of(mode).keeps(promise_of(mode))
    assert promise_of("full_transitive").keeps(promise_of(mode))
    assert promise_of(mode).keeps(promise_of("none"))
    assert promise_of("none").keeps(promise_of(mode)) == (mode == "none")
