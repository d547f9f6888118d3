"""Rules are known by their index, and an index that does not fit its files is not believed."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploycheck.engine.rule_folder import INDEX, LateFunction, index_of, rules_of
from deploycheck.hooks import Rule

PACKAGE = "shop_rules"
TEXT = '''"""Shop."""

from deploycheck.api import Findings, rule


@rule("shop-open", severity="warning", options={"hours": [9, 17]})
def shop_open(service: object) -> Findings:
    """The shop is open."""
    yield from ()
'''


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / PACKAGE
    (folder / "people").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "people/__init__.py").touch()
    (folder / "people/shop.py").write_text(TEXT)
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def without_function(rule: Rule) -> Rule:
    return replace(rule, function=len)


def test_the_index_tells_the_same_as_the_modules(package: Path) -> None:
    read = list(rules_of(PACKAGE))
    (package / INDEX).write_bytes(index_of(PACKAGE))
    known = list(rules_of(PACKAGE))
    assert list(map(without_function, known)) == list(map(without_function, read))
    assert known[0].options == {"hours": [9, 17]}


def test_a_module_is_imported_when_its_rule_is_called(package: Path) -> None:
    (package / INDEX).write_bytes(index_of(PACKAGE))
    del sys.modules[f"{PACKAGE}.people.shop"]
    rule = next(rules_of(PACKAGE))
    assert f"{PACKAGE}.people.shop" not in sys.modules
    assert rule.function.__module__ == f"{PACKAGE}.people.shop"
    assert list(rule.function(None) or ()) == []
    assert f"{PACKAGE}.people.shop" in sys.modules


def test_a_file_that_changed_since_is_read_itself(package: Path) -> None:
    (package / INDEX).write_bytes(index_of(PACKAGE))
    del sys.modules[f"{PACKAGE}.people.shop"]
    (package / "people/shop.py").write_text(TEXT.replace("shop-open", "shop-shut"))
    rule = next(rules_of(PACKAGE))
    assert (rule.name, isinstance(rule.function, LateFunction)) == ("shop-shut", False)


@pytest.mark.parametrize("damage", [b"", b"[]", b'{"people/shop.py": 1}', b"\xff", b'{"people/shop.py": {}}'])
def test_a_damaged_index_is_left_alone(package: Path, damage: bytes) -> None:
    (package / INDEX).write_bytes(damage)
    assert [rule.name for rule in rules_of(PACKAGE)] == ["shop-open"]


def test_every_rule_of_ours_is_known_without_its_module() -> None:
    assert all(isinstance(rule.function, LateFunction) for rule in rules_of("deploycheck_rules"))


def test_a_new_file_is_found_without_a_new_index(package: Path) -> None:
    (package / INDEX).write_bytes(index_of(PACKAGE))
    (package / "people/more.py").write_text(TEXT.replace("shop-open", "shop-new"))
    assert sorted(rule.name for rule in rules_of(PACKAGE)) == ["shop-new", "shop-open"]
