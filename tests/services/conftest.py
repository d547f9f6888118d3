"""Small snapshots, written as mappings from path to text."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from textwrap import dedent

import pytest

from deploycheck.domains.services.domain import ServicesDomain
from deploycheck.domains.services.estate import read_estate
from deploycheck.domains.services.model import ServicesModel
from deploycheck.engine.configuration import EXCLUDE
from deploycheck.engine.listing import SnapshotListing
from deploycheck.engine.loading import Workshop
from deploycheck.engine.plugins import load_registry
from deploycheck.model.change import View
from deploycheck.model.service import Estate
from deploycheck.testing.memory import MemorySnapshot

Files = Mapping[str, str]


def listing_of(files: Files) -> SnapshotListing:
    texts = {path: dedent(text).lstrip("\n") for path, text in files.items()}
    return SnapshotListing(MemorySnapshot(texts), EXCLUDE)


@pytest.fixture
def estate() -> Callable[[Files], Estate]:
    return lambda files: read_estate(listing_of(files))


@pytest.fixture
def view() -> Callable[..., View]:
    domain = ServicesDomain()
    registry = replace(load_registry(), domains={"services": domain}, estate_reader=read_estate)
    workshop = Workshop(registry, {})

    def build(files: Files, label: str = "head") -> View:
        listing = listing_of(files)
        side = "head" if label == "head" else "base"
        built, problems = workshop.view(listing, label, side)
        assert problems == list(built.estate.problems)
        return built

    return build


@pytest.fixture
def model(view: Callable[..., View]) -> Callable[[Files], ServicesModel]:
    return lambda files: view(files).model("services")
