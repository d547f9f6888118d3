"""Entry points are found as `importlib.metadata` finds them."""

import sys
import zipfile
from importlib.metadata import entry_points

import pytest

from deploycheck.engine.installed import points
from deploycheck.engine.plugins import plugin_points

ENTRIES = "[console_scripts]\nx = y:z\n\n[acme]\n# not = this\nsecond = acme.rules : Rules.all [extra]\nfirst=acme\n[other]\na=b\n"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Give a function that lays a distribution into a folder of its own, which is put on the path."""

    def lay(
        folder, info, metadata="Metadata-Version: 2.1\nName: Acme.Tools\nVersion: 1.2\n\nName: no\n", entries=ENTRIES
    ):
        place = tmp_path / folder / info
        place.mkdir(parents=True)
        (place / "entry_points.txt").write_text(entries)
        (place / ("METADATA" if info.endswith(".dist-info") else "PKG-INFO")).write_text(metadata)
        if str(tmp_path / folder) not in sys.path:
            monkeypatch.syspath_prepend(tmp_path / folder)

    return lay


def found(group="acme"):
    return sorted((point.name, point.target, point.distribution, point.version) for point in points(group))


def by_the_book(group="acme"):
    return sorted((point.name, point.value, point.dist.name, point.dist.version) for point in entry_points(group=group))


@pytest.mark.parametrize("group", ["deploycheck", "console_scripts", "pytest11", "nobody"])
def test_what_is_installed_here_is_found(group):
    assert found(group) == by_the_book(group)


@pytest.mark.parametrize("info", ["acme_tools-1.2.dist-info", "Acme.Tools-1.2.egg-info", "acme_tools.dist-info"])
def test_a_distribution_is_found_with_its_own_name(installed, info):
    installed("site", info)

    assert found() == by_the_book() == [
        ("first", "acme", "Acme.Tools", "1.2"),
        ("second", "acme.rules : Rules.all [extra]", "Acme.Tools", "1.2"),
    ]  # fmt: skip


def test_the_first_of_two_versions_counts(installed):
    installed("behind", "acme_tools-1.2.dist-info")
    installed("before", "Acme_Tools-2.dist-info", "Name: acme-tools\nVersion: 2\n", "[acme]\nonly = acme:new\n")

    assert found() == by_the_book() == [("only", "acme:new", "acme-tools", "2")]


def test_a_distribution_that_is_laid_later_is_found_too(installed):
    installed("site", "one-1.dist-info", "Name: one\nVersion: 1\n", "[acme]\na = one\n")
    assert len(found()) == 1
    installed("site", "two-1.dist-info", "Name: two\nVersion: 1\n", "[acme]\nb = two\n")

    assert [name for name, *_ in found()] == ["a", "b"]


def test_uncommon_installations_are_left_to_importlib(tmp_path, monkeypatch, installed):
    installed("plain", "one-1.dist-info", "Name: one\nVersion: 1\n", "[acme]\na = one\n")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr("two-1.dist-info/entry_points.txt", "[acme]\nb = two\n")
        packed.writestr("two-1.dist-info/METADATA", "Name: two\nVersion: 1\n")
    installed("three-1.egg", "EGG-INFO", "Name: three\nVersion: 1\n", "[acme]\nc = three\n")
    monkeypatch.syspath_prepend(tmp_path / "packed.zip")

    assert found() == by_the_book()
    assert {"one", "two"} <= {distribution for _, _, distribution, _ in found()}


def test_a_point_is_loaded_and_names_its_module():
    point = next(point for point in points("deploycheck") if point.name == "rules")

    assert point.module == "deploycheck_rules.plugin"
    assert point.load() is sys.modules["deploycheck_rules.plugin"]
    assert point._replace(target="pathlib:Path.home").load() == __import__("pathlib").Path.home
    with pytest.raises(ImportError, match=r"names '\?', no module"):
        point._replace(target="?").load()


def test_our_own_plugins_come_first():
    assert plugin_points()[0].distribution == "deploycheck"
