"""Contract files of other repositories: components that live beside this change and don't take part in it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from deploycheck.model.contract import UNCHANGED, Component, Contracts
from deploycheck.model.errors import UsageError
from deploycheck.model.service import Use

BASE = "base"


def others(places: Sequence[str | Path], root: Path) -> tuple[tuple[Component, ...], tuple[Use, ...]]:
    """Read files, or folders of files, and give their live components and the uses that they leave open."""
    if not places:
        return (), ()
    from deploycheck.planning import load_contracts

    components: list[Component] = []
    for place in places:
        for file in _files(root / place):
            try:
                data = file.read_bytes()
            except OSError as error:
                raise UsageError(f"--estate: {place}: {error.strerror}") from None
            components += as_live(load_contracts(data, str(place)))
    uses = tuple(use for component in components for version in component.versions.values() for use in version.uses)
    return tuple(components), uses


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix in (".yaml", ".yml", ".json") and file.is_file())


def as_live(contracts: Contracts) -> list[Component]:
    """Give the components as they stay during this change, their live versions under the labels of this run."""
    live = []
    for component in contracts.components.values():
        labels = {
            version: BASE if number == 1 else f"live-{number}" for number, version in enumerate(component.deployed, 1)
        }
        versions = {labels[version]: component.contract(version) for version in component.deployed}
        live.append(
            replace(component, deployed=tuple(labels.values()), proposed=UNCHANGED, versions=versions, after=())
        )
    return live
