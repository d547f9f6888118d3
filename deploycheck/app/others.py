"""Contract files of other repositories: components that live beside this change and don't take part in it."""

from collections.abc import Sequence
from pathlib import Path

from deploycheck.model.contract import UNCHANGED, Component, Contracts
from deploycheck.model.errors import SourceError, UsageError
from deploycheck.model.finding import Problem
from deploycheck.model.location import Location
from deploycheck.model.record import replace
from deploycheck.model.service import Use

BASE = "base"


def others(
    places: Sequence[str | Path], root: Path
) -> tuple[tuple[Component, ...], tuple[Use, ...], tuple[Problem, ...]]:
    """Read files, or folders of files: their live components, the uses that they leave open, and what can't be read."""
    components: list[Component] = []
    problems: list[Problem] = []
    for place in places:
        for file in _files(root / place):
            try:
                components += _read(file, str(place))
            except OSError as error:
                problems.append(Problem(f"this file of --estate can't be read: {error.strerror}", str(place)))
            except (SourceError, UsageError) as error:
                problems.append(Problem(str(error), str(place), getattr(error, "line", 0)))
    uses = tuple(use for component in components for version in component.versions.values() for use in version.uses)
    return tuple(components), uses, tuple(problems)


def others_state(places: Sequence[str | Path], root: Path) -> list[tuple[str, str]]:
    """Give path and digest of every such file, for the key of a stored result."""
    return [(str(file), _digest(file)) for place in places for file in _files(root / place)]


def _digest(file: Path) -> str:
    from hashlib import sha256

    try:
        return sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    except OSError:
        return ""


def _read(file: Path, name: str) -> list[Component]:
    from deploycheck.planning import load_contracts

    if not file.is_file():
        raise UsageError("there is no such file" if not file.exists() else "this is no plain file")
    return [_placed(one, name) for one in as_live(load_contracts(file.read_bytes(), name, whole=False))]


def _placed(component: Component, name: str) -> Component:
    """Give a component of another repository the file that speaks of it as its place."""
    return component if component.location else replace(component, location=Location(name))


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
